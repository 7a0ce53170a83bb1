import { Failure } from '@replyline/errors';

/** RFC 5321 §4.5.3.1.1 allows 64 octets; the token takes 40 and the `+` one. */
export const MAX_LOCAL_PART = 23;

/**
 * `replies@example.test` → `replies+<token>@example.test` (subaddress, RFC 5233).
 * Throws `intent.address_unusable` when the local part is too long or has a `+` of its own: Microsoft 365 allows one.
 */
export function replyAddress(mailbox: string, token: string): string {
  assertCanCarryToken(mailbox);
  const at = mailbox.lastIndexOf('@');
  return `${mailbox.slice(0, at)}+${token}${mailbox.slice(at)}`;
}

/** The check of `replyAddress` apart, for the moment when an admin saves the mailbox. */
export function assertCanCarryToken(mailbox: string): void {
  const localPart = mailbox.slice(0, Math.max(0, mailbox.lastIndexOf('@')));
  if (!localPart || localPart.length > MAX_LOCAL_PART || localPart.includes('+')) {
    throw new Failure('intent.address_unusable', { maxLocalPart: MAX_LOCAL_PART });
  }
}
