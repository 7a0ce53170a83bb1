import type { Folder } from '@replyline/providers/imap';

/** A mail of ours that was moved to a folder, or may have been. */
export interface Archived {
  readonly id: string;
  readonly sizeBytes: number;
  /** INTERNALDATE, which a copy keeps (RFC 9051 §6.4.7), in whole seconds. */
  readonly receivedAt: Date;
  /** Where the server told them. */
  readonly uidValidity: number | null;
  readonly uid: number | null;
}

/**
 * Which mails of a folder are ours: those whose UID is known, and those that weigh as much and arrived in the same second. The
 * second copy that a crash may leave behind is ours too.
 */
export function oursIn({ uidValidity, mails }: Folder, archived: readonly Archived[]): number[] {
  const known = new Set(archived.flatMap((it) => (it.uidValidity === uidValidity && it.uid !== null ? [it.uid] : [])));
  const alike = new Set(archived.map(traits));
  return mails.filter((mail) => known.has(mail.uid) || alike.has(traits(mail))).map(({ uid }) => uid);
}

/**
 * Which of the mails have arrived in the folder, each of them as another mail of it than the next one and than what is
 * known to be there.
 */
export function arrivedIn(
  { mails }: Folder,
  moving: readonly Archived[],
  taken: ReadonlySet<number>,
): ReadonlyMap<string, number> {
  const free = new Map<string, number[]>();
  for (const mail of mails)
    if (!taken.has(mail.uid)) free.set(traits(mail), [...(free.get(traits(mail)) ?? []), mail.uid]);
  const arrived = new Map<string, number>();
  for (const mail of moving) {
    const uid = free.get(traits(mail))?.shift();
    if (uid !== undefined) arrived.set(mail.id, uid);
  }
  return arrived;
}

const traits = ({ sizeBytes, receivedAt }: Pick<Archived, 'sizeBytes' | 'receivedAt'>): string =>
  `${sizeBytes} ${Math.floor(receivedAt.getTime() / 1_000)}`;
