/** What a server says about a message before any of it is fetched. */
export interface MailSummary {
  readonly uid: number;
  /** RFC822.SIZE: what the message would weigh, asked before it is downloaded. */
  readonly sizeBytes: number;
  /** INTERNALDATE: when the server took the message, which no sender can choose. */
  readonly receivedAt: Date;
  /** Whether `\Seen` stood on it before anybody here touched it. */
  readonly isSeen: boolean;
}

/**
 * One open INBOX. Each method rejects with a `mailbox.*` Failure, after which the connection is of no more use.
 * A connection is single: methods are called one after the other.
 */
export interface MailboxConnection {
  /** UIDs are only comparable under the same value (RFC 9051 §2.3.1.1). */
  readonly uidValidity: number;
  /** Messages above `lastUid`, oldest first, and never one at or below it although IMAP answers `n:*` with the last one. */
  listAfter(lastUid: number): Promise<readonly MailSummary[]>;
  /** The first `maxBytes` of a message, without setting `\Seen`; `undefined` when it is gone. */
  fetch(uid: number, maxBytes: number): Promise<Buffer | undefined>;
  /** Sets `\Seen`. Setting it twice, or on a message that is gone, is no failure. */
  addSeen(uids: readonly number[]): Promise<void>;
  /**
   * Resolves as soon as the server announces a message, after `maxMs` at the latest, and at once when one was announced
   * since the last call. An announcement is a hint only: sixty messages may be one.
   */
  wait(maxMs: number, signal: AbortSignal): Promise<void>;
  /** Leaves politely where that is possible, and never throws. */
  close(): Promise<void>;
}
