import type { ImapFlow } from 'imapflow';
import type { ListedRow } from './listed-mails.js';

/** What is known of so many messages takes some megabytes; of a million at once it is more than a process may hold. */
const MOST_LISTED = 20_000;
/** Where messages were removed, the UIDs between those that are left are passed in longer steps, up to so many times that. */
const LONGEST_STEP = 8;

/** What a client says of the open mailbox, and how it is asked for more. */
type Opened = Pick<ImapFlow, 'mailbox' | 'fetchAll'>;

export interface Piece {
  readonly rows: readonly ListedRow[];
  /** Listed up to this UID: there is more behind it. */
  readonly upTo?: number;
}

/** All messages behind a UID or, in a mailbox of very many, the first of them. */
export async function rowsAfter(lastUid: number, client: Opened, mostListed = MOST_LISTED): Promise<Piece> {
  let rows: ListedRow[] = [];
  let from = lastUid + 1;
  for (let step = 1; isVastFrom(from, client, mostListed); step = Math.min(2 * step, LONGEST_STEP)) {
    if (rows.length >= mostListed / 2) return { rows: behind(lastUid, rows), upTo: from - 1 };
    // What arrives meanwhile gets UIDs from there on: a step beyond would pass it by.
    const next = Math.min(from + step * mostListed, uidNextOf(client));
    rows = rows.concat(await rowsOf(`${from}:${next - 1}`, client));
    from = next;
  }
  return { rows: behind(lastUid, rows.concat(await rowsOf(`${from}:*`, client))) };
}

/** IMAP answers `n:*` with the last message when there is none from n on. */
const behind = (lastUid: number, rows: readonly ListedRow[]): ListedRow[] => rows.filter(({ uid }) => uid > lastUid);

/** As far as its server says how many messages there are, and which UID the next one gets. */
const isVastFrom = (uid: number, client: Opened, mostListed: number): boolean =>
  client.mailbox && client.mailbox.exists > mostListed && uidNextOf(client) - uid > mostListed;

const uidNextOf = ({ mailbox }: Opened): number => (mailbox ? (mailbox.uidNext ?? 0) : 0);

/** Collected first: a command inside a fetch loop would wait for the loop, and the loop for the command. */
const rowsOf = (range: string, client: Opened): Promise<ListedRow[]> =>
  client.fetchAll(range, { uid: true, size: true, internalDate: true, flags: true }, { uid: true });
