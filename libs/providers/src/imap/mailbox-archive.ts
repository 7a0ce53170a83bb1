/** A mail in a folder of the archive. */
interface FiledMail {
  readonly uid: number;
  readonly sizeBytes: number;
  readonly receivedAt: Date;
}

/** What is in a folder. */
export interface Folder {
  readonly uidValidity: number;
  readonly mails: readonly FiledMail[];
}

/** What has become of mails that were to leave a folder. */
export type Left =
  /** They are there no more. */
  | 'gone'
  /** The server cannot remove single mails: they carry `\Deleted`, and whoever expunges next removes them. */
  | 'flagged';

/** How mails came into another folder. */
export interface Moved {
  readonly left: Left;
  /** UIDVALIDITY of that folder, and the UIDs there by those of INBOX: where the server tells (RFC 4315 §3). */
  readonly uidValidity?: number;
  readonly uids?: ReadonlyMap<number, number>;
}

/**
 * What archiving does in a mailbox, over a connection of its own. Nothing but the UIDs that are named is ever removed: never
 * is `EXPUNGE` or `CLOSE` sent, which would remove what somebody else has flagged. Each method rejects with a `mailbox.*`
 * Failure, after which some of what was asked for may have happened.
 */
export interface MailboxArchive {
  /** Of INBOX. */
  readonly uidValidity: number;
  /** Whether single mails can be removed (UIDPLUS). */
  readonly canRemove: boolean;
  /** Those of the UIDs that INBOX has. */
  present(uids: readonly number[]): Promise<number[]>;
  /** Has a folder in folders, and says whether it made it. */
  ensureFolder(names: readonly string[]): Promise<{ readonly path: string; readonly isNew: boolean }>;
  /** `undefined` where there is no such folder. */
  list(path: string): Promise<Folder | undefined>;
  /** From INBOX. Where the server has no MOVE they are copied first, and what breaks then leaves both. */
  move(uids: readonly number[], path: string): Promise<Moved>;
  /** From INBOX: those whose copies are somewhere else. */
  takeOut(uids: readonly number[]): Promise<Left>;
  remove(path: string, uids: readonly number[]): Promise<Left>;
  /** With all that is in it. False where the server wants to keep it. */
  removeFolder(path: string): Promise<boolean>;
  close(): Promise<void>;
}
