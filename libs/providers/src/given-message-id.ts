/** What may stand between angle brackets (RFC 5322 §3.6.4), and in one line (§2.1.1). */
const PRINTABLE = /^[\x21-\x7e]{1,998}$/;

/**
 * The Message-ID that a server says it gave, without angle brackets. Anybody's server may say anything: what is no
 * Message-ID, or cannot be written down, is as good as nothing said.
 */
export function givenMessageId(said: string | undefined): string | undefined {
  const id = said?.replace(/^<|>$/g, '') ?? '';
  return PRINTABLE.test(id) ? id : undefined;
}
