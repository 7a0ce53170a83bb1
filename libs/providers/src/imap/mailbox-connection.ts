import type { Failure } from '@replyline/errors';

/** What a server says about a message before any of it is fetched. */
export interface MailSummary {
  /** What the server calls it: opaque, and never that of another message of this mailbox. */
  readonly id: string;
  /** What the message would weigh, asked before it is downloaded. Some servers only estimate it, or say 0. */
  readonly sizeBytes: number;
  /** When the server took the message, which no sender can choose. */
  readonly receivedAt: Date;
  /** Whether it is marked as read. */
  readonly isSeen: boolean;
  /** Where IMAP has it. UIDs are only comparable under the same UIDVALIDITY (RFC 9051 §2.3.1.1). */
  readonly imap?: { readonly uidValidity: number; readonly uid: number };
}

export interface Listing {
  /** Oldest first, each once. */
  readonly mails: readonly MailSummary[];
  /** Where the next listing begins, once all of these are kept. Opaque, and good for a later connection too. */
  readonly cursor: string;
  /** There may be more behind it: a mailbox of very many messages is listed piece by piece. */
  readonly hasMore?: boolean;
}

/** What became of marks; a message that is in neither was not asked about, and may be asked about again. */
export interface Marking {
  readonly marked: readonly string[];
  /** The server says that they are there, and refuses to mark them: no reason to read no others. */
  readonly refused: readonly string[];
  /** Why none was marked: whoever reads here may read, and may mark nothing. */
  readonly forbidden?: Failure;
}

/**
 * One open INBOX. Each method rejects with a Failure, after which the connection is of no more use.
 * A connection is single: methods are called one after the other.
 */
export interface MailboxConnection {
  /**
   * Messages that came behind the cursor, or the first of them; from the beginning without one, and when the server
   * does not know it any more, because the mailbox was built anew or too much time has passed.
   */
  listAfter(cursor: string | undefined): Promise<Listing>;
  /** The first `maxBytes` of a message, without marking it as read; `undefined` when it is gone. */
  fetch(id: string, maxBytes: number): Promise<Buffer | undefined>;
  /** Whether what `fetch` threw may be the message's own doing: an outage is no message's fault. */
  mayBeOfMail(error: unknown): boolean;
  /**
   * Whether the server says of a message that it is there, asked for nothing of its content. Absent where one that cannot give a
   * message ends the connection with it, so that nothing tells it from a server that gives none.
   */
  knows?(id: string): Promise<boolean>;
  /** Which messages will be fetched whole, in this order: a server may be asked for several of them at once. No other one is. */
  prefetch?(mails: readonly MailSummary[]): void;
  /**
   * Marks messages as read. Doing it twice, or to a message that is gone, is no failure. What the server wants to be
   * asked later is left: nobody waits for it.
   */
  addSeen(ids: readonly string[]): Promise<Marking>;
  /**
   * Resolves as soon as the server announces a message, after `maxMs` at the latest, and at once when one was announced
   * since the last call, or when what was left may be marked. An announcement is a hint only: sixty messages may be one.
   */
  wait(maxMs: number, signal: AbortSignal): Promise<void>;
  /** Leaves politely where that is possible, and never throws. */
  close(): Promise<void>;
}

/** As IMAP has it. */
export interface ImapMailbox extends MailboxConnection {
  readonly uidValidity: number;
}
