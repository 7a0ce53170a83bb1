import { Failure, type ErrorCode } from '@replyline/errors';

const BAD_REQUEST = 400;
const NOT_FOUND = 404;
const GONE = 410;
const REFUSALS_OF_LINK: readonly unknown[] = [BAD_REQUEST, NOT_FOUND, GONE];
/** Where Graph does not say when. */
const USUAL_PAUSE_SECONDS = 5;
/** What says nothing of a message: of the application, or that it is to ask later. Anything else may be one message's doing. */
const OF_THE_READER: readonly ErrorCode[] = [
  'mailbox.throttled',
  'provider.app_refused',
  'provider.credentials_rejected',
];

export const replyCodeOf = (error: unknown): unknown =>
  error instanceof Failure ? error.details['replyCode'] : undefined;

export const isBadRequest = (error: unknown): boolean => replyCodeOf(error) === BAD_REQUEST;

export const isForbidden = (error: unknown): boolean =>
  error instanceof Failure && error.code === 'provider.permission_missing';

export const isOfReader = (error: unknown): boolean =>
  !(error instanceof Failure) || OF_THE_READER.includes(error.code);

/**
 * A link that is too old, or leads to no end, or to the folder of a mailbox that was moved or made anew under its
 * address: Graph has many words for it, and none would ever be another one. What is wrong with the mailbox itself shows
 * when it is listed anew.
 */
export const isForgotten = (error: unknown): boolean =>
  REFUSALS_OF_LINK.includes(replyCodeOf(error)) ||
  (error instanceof Failure && error.code === 'mailbox.not_graph') ||
  (error instanceof Failure && /^(SyncState|resync)/i.test(String(error.details['graphCode'] ?? '')));

export const isLater = (error: unknown): error is Failure =>
  error instanceof Failure && (error.code === 'provider.throttled' || error.code === 'provider.try_later');

/** How long Graph wants to be asked nothing; `undefined` where it does not say. */
export const wantedPauseMs = ({ details }: Failure): number | undefined =>
  details['retryAfterSeconds'] === undefined ? undefined : 1_000 * Number(details['retryAfterSeconds']);

export const pauseMs = (error: Failure): number => wantedPauseMs(error) ?? 1_000 * USUAL_PAUSE_SECONDS;

/** A mailbox that is not there is a failure; a message that is not there is none, unless it `isThere` all the same. */
export async function unlessGone<T>(asking: Promise<T>, isThere?: () => Promise<boolean>): Promise<T | undefined> {
  try {
    return await asking;
  } catch (error) {
    const isGone = replyCodeOf(error) === NOT_FOUND && error instanceof Failure;
    if (!isGone || !GONE_MESSAGE.test(String(error.details['graphCode'] ?? '')) || (await isThere?.())) throw error;
    return undefined;
  }
}

const GONE_MESSAGE = /^ErrorItemNotFound$|^ErrorMessageNotFound$/i;

/** What sending and reading call differently. What is wrong with the application has the same name in both. */
const READING: Partial<Record<ErrorCode, ErrorCode>> = {
  'provider.throttled': 'mailbox.throttled',
  'provider.try_later': 'mailbox.connection_lost',
  'provider.unavailable': 'mailbox.unreachable',
  'provider.timeout': 'mailbox.timeout',
  'provider.protocol_error': 'mailbox.not_graph',
};

export function inWordsOfReading(error: unknown): unknown {
  if (!(error instanceof Failure)) return error;
  const code = READING[error.code];
  return code === undefined ? error : new Failure(code, error.details, { cause: error });
}
