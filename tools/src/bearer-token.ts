/** RFC 6750 §2.1. Anything else, such as the quote marks of a text processor, no request can carry. */
const BEARER_TOKEN = /^[\w.~+/-]+=*$/;

export const NO_SUCH_TOKEN = 'REPLYLINE_TOKEN is no bearer token: export it without quote marks and spaces of its own.';

/** What was exported, without the line break that its file ended with; `undefined` where it is no token. */
export const bearerToken = (exported: string): string | undefined =>
  BEARER_TOKEN.test(exported.trim()) ? exported.trim() : undefined;
