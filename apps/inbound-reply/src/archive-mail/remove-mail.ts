import type { MailboxArchive } from '@replyline/providers/imap';
import { Injectable, Logger } from '@nestjs/common';
import { FencedWrites } from '../read-mailbox/fenced-writes.js';
import type { Reading } from '../read-mailbox/reading.js';
import type { ArchiveFolder } from './archive-folder.js';
import { ArchiveLedger, type Removal } from './archive-ledger.js';
import { ArchiveRuns } from './archive-runs.js';
import { ArchiveWork } from './archive-work.js';
import { MAX_MAILS } from './batch-of.js';
import { oursIn, type Archived } from './found-in-folder.js';

/** Removes the mails of a week from the archive, and its folder when nothing is left in it. What others put there stays. */
@Injectable()
export class RemoveMail {
  private readonly logger = new Logger('Archive');

  constructor(
    private readonly work: ArchiveWork,
    private readonly ledger: ArchiveLedger,
    private readonly runs: ArchiveRuns,
    private readonly writes: FencedWrites,
  ) {}

  /** Throws `mailbox.*` and `lease.lost`. */
  async run(folder: ArchiveFolder, dueAt: Date, archive: MailboxArchive, reading: Reading): Promise<void> {
    const errand = { kind: 'remove', week: folder.week, dueAt } as const;
    const run = await this.runs.begin(reading, errand);
    const mails = await this.work.removable(folder);
    const removal = await this.remove(folder, mails, archive, reading);
    await this.ledger.removed(reading, run, folder, { ...removal, ids: mails.map(({ id }) => id) });
    await this.runs.end(reading, run, errand);
    this.logger.log({ mailbox: reading.mailbox, week: folder.week, ...removal }, 'archived mail is removed');
  }

  /** Folders that the server would not remove when they were emptied. Throws as `run` does. */
  async emptied(archive: MailboxArchive, reading: Reading): Promise<void> {
    for (const folder of await this.work.emptied(reading.mailbox)) {
      const isGone = !(await archive.list(folder.path)) || (await this.removeIfEmpty(folder, archive, reading));
      if (isGone) await this.ledger.folderGone(reading, folder);
    }
  }

  private async remove(
    folder: ArchiveFolder,
    mails: readonly Archived[],
    archive: MailboxArchive,
    reading: Reading,
  ): Promise<Omit<Removal, 'ids'>> {
    const listing = await archive.list(folder.path);
    if (!listing) return { isFolderGone: true, tally: { missing: mails.length } };
    const ours = oursIn(listing, mails);
    const kept = listing.mails.length - ours.length;
    const tally = { kept, missing: Math.max(0, mails.length - ours.length) };
    const mayGo = folder.isOurs && kept === 0;
    // Without UIDPLUS single mails cannot be removed, but a folder in which all are ours can.
    if (!archive.canRemove && mayGo && (await this.removeIfOurs(folder, mails, archive, reading)))
      return { isFolderGone: true, tally: { ...tally, mails: ours.length } };
    for (let first = 0; first < ours.length; first += MAX_MAILS) {
      await this.stillReads(reading);
      await archive.remove(folder.path, ours.slice(first, first + MAX_MAILS));
    }
    if (!archive.canRemove) return { isFolderGone: false, tally: { ...tally, flagged: ours.length } };
    const isFolderGone = mayGo && (await this.removeIfEmpty(folder, archive, reading));
    return { isFolderGone, tally: { ...tally, mails: ours.length } };
  }

  private removeIfEmpty(folder: ArchiveFolder, archive: MailboxArchive, reading: Reading): Promise<boolean> {
    return this.removeIfOurs(folder, [], archive, reading);
  }

  /** Looked at once more right before, because its mail goes with it: what somebody else has put there meanwhile stays. */
  private async removeIfOurs(
    { path }: ArchiveFolder,
    mails: readonly Archived[],
    archive: MailboxArchive,
    reading: Reading,
  ): Promise<boolean> {
    await this.stillReads(reading);
    const left = await archive.list(path);
    if (!left || left.mails.length > oursIn(left, mails).length) return false;
    return archive.removeFolder(path);
  }

  /** Throws `lease.lost`: what was frozen and has been replaced removes nothing. */
  private stillReads(reading: Reading): Promise<void> {
    return this.writes.in(reading, async () => undefined);
  }
}
