import type { MailSummary } from './mailbox-connection.js';

/** How many messages one command fetches at most, and how many octets of them are held. */
const MOST_AHEAD = 100;
const MOST_BYTES_AHEAD = 4 * 1024 * 1024;

/** A message as one answer to FETCH has it. */
interface Fetched {
  readonly uid: number;
  readonly source?: Buffer | undefined;
}

/** Messages that one command fetches together, because they will be asked for one after the other. */
export class MailsAhead {
  /** What will be asked for whole. */
  private wanted: readonly MailSummary[] = [];
  /** Fetched together with a message that was asked for; nothing where the server left one out. */
  private readonly ahead = new Map<number, Buffer | undefined>();
  /** How much of each was asked for: what is shorter is whole. */
  private aheadBytes = 0;
  private window = 1;

  /** The first of them is fetched alone: where one breaks the connection, the next shows which. */
  want(mails: readonly MailSummary[]): void {
    this.wanted = mails;
    this.window = 1;
  }

  /**
   * Which messages one command is to fetch because this one is asked for; none where it was fetched already, or is to
   * come alone.
   */
  togetherWith(uid: number, maxBytes: number): number[] {
    if (this.ahead.has(uid)) return [];
    const together = wantedFrom(this.wanted, { uid, maxBytes, count: this.window });
    return together.length > 1 ? together : [];
  }

  /** What the server said when it was asked for these. What it left out is asked for by itself. */
  keep(uids: readonly number[], maxBytes: number, fetched: readonly Fetched[]): void {
    this.ahead.clear();
    this.aheadBytes = maxBytes;
    for (const uid of uids) this.ahead.set(uid, undefined);
    for (const { uid, source } of fetched) if (source) this.ahead.set(uid, source);
  }

  /** What is whole answers any wish, and what is not a smaller one. */
  take(uid: number, maxBytes: number): Buffer | undefined {
    const source = this.ahead.get(uid);
    this.ahead.delete(uid);
    const isEnough = source && (source.byteLength < this.aheadBytes || source.byteLength >= maxBytes);
    return isEnough ? source.subarray(0, maxBytes) : undefined;
  }

  /** The server gave what was asked for: it may be asked for more at a time. */
  widen(): void {
    this.window = Math.min(this.window * 2, MOST_AHEAD);
  }
}

/**
 * The message and those wanted behind it that are small enough to be fetched with it. Some servers say 0, which tells
 * nothing.
 */
function wantedFrom(
  wanted: readonly MailSummary[],
  { uid, maxBytes, count }: { readonly uid: number; readonly maxBytes: number; readonly count: number },
): number[] {
  const from = wanted.findIndex(({ imap }) => imap?.uid === uid);
  if (from < 0) return [];
  let bytes = 0;
  const candidates = wanted.slice(from, from + count);
  const end = candidates.findIndex(
    ({ sizeBytes }) => sizeBytes < 1 || sizeBytes > maxBytes || (bytes += sizeBytes) > MOST_BYTES_AHEAD,
  );
  return (end < 0 ? candidates : candidates.slice(0, end)).flatMap(({ imap }) => imap?.uid ?? []);
}
