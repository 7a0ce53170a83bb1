import type { MailboxArchive } from '@replyline/providers/imap';
import { Injectable, Logger } from '@nestjs/common';
import type { Reading } from '../read-mailbox/reading.js';
import type { ArchiveFolder } from './archive-folder.js';
import { ArchiveLedger } from './archive-ledger.js';
import { ArchiveRuns } from './archive-runs.js';
import type { Run } from './archive-schedule.js';
import { ArchiveWork, type Movable, type Moving } from './archive-work.js';
import { batchOf, MAX_MAILS } from './batch-of.js';
import { ARCHIVE } from './folder-name.js';
import { arrivedIn } from './found-in-folder.js';

/** Moves what was processed before a run to the folder of its week, in batches, each of them written down before and after. */
@Injectable()
export class MoveMail {
  private readonly logger = new Logger('Archive');

  constructor(
    private readonly work: ArchiveWork,
    private readonly ledger: ArchiveLedger,
    private readonly runs: ArchiveRuns,
  ) {}

  /** Stops after the batch in hand when the signal says so, and goes on another time. Throws `mailbox.*` and `lease.lost`. */
  async run(
    { dueAt, week }: Run,
    connected: () => Promise<MailboxArchive>,
    reading: Reading,
    signal: AbortSignal,
  ): Promise<void> {
    const errand = { kind: 'move', week, dueAt } as const;
    const run = await this.runs.begin(reading, errand);
    if (await this.work.hasWork(reading.mailbox, dueAt)) {
      const it = { archive: await connected(), reading, run, week };
      await this.settle(it);
      await this.moveAll(it, dueAt, signal);
    }
    if (signal.aborted) return;
    await this.runs.end(reading, run, errand);
    this.logger.log({ mailbox: reading.mailbox, week }, 'processed mail is archived');
  }

  private async moveAll(it: Work, dueAt: Date, signal: AbortSignal): Promise<void> {
    const { archive, reading } = it;
    let folder: ArchiveFolder | undefined;
    let moved = 0;
    for (let last = 0; !signal.aborted;) {
      const mails = batchOf(await this.work.movable(reading.mailbox, archive.uidValidity, dueAt, last, MAX_MAILS));
      if (mails.length === 0) return;
      folder ??= await this.folderOf(it);
      await this.move(it, folder, mails);
      last = mails.at(-1)!.uid;
      moved += mails.length;
      this.logger.log({ mailbox: reading.mailbox, week: it.week, moved }, 'mail moves to the archive');
    }
  }

  private async folderOf({ archive, reading, week }: Work): Promise<ArchiveFolder> {
    const { path, isNew } = await archive.ensureFolder([ARCHIVE, week]);
    return this.ledger.openFolder(reading, week, path, isNew);
  }

  private async move({ archive, reading, run }: Work, folder: ArchiveFolder, mails: readonly Movable[]): Promise<void> {
    await this.ledger.intend(reading, folder, mails);
    const present = new Set(await archive.present(mails.map(({ uid }) => uid)));
    const [there, missing] = [
      mails.filter(({ uid }) => present.has(uid)),
      mails.filter(({ uid }) => !present.has(uid)),
    ];
    const moved =
      there.length > 0
        ? await archive.move(
            there.map(({ uid }) => uid),
            folder.path,
          )
        : undefined;
    const places = there.map(({ id, uid }) => ({ id, uidValidity: moved?.uidValidity, uid: moved?.uids?.get(uid) }));
    const isFlagged = moved?.left === 'flagged';
    await this.ledger.moved(reading, run, { places, missing: missing.map(({ id }) => id), isFlagged });
  }

  /** What was on its way when something broke: its copy is looked for before it is copied again. */
  private async settle(it: Work): Promise<void> {
    for (const { folder, mails, taken } of await this.work.moving(it.reading.mailbox)) {
      const listing = (await it.archive.list(folder.path)) ?? { uidValidity: 0, mails: [] };
      const arrived = arrivedIn(listing, mails, taken);
      const inInbox = await this.inInbox(it.archive, mails);
      const copied = mails.filter(({ id }) => arrived.has(id));
      const left = mails.filter(({ id }) => !arrived.has(id));
      const isFlagged = await this.finish(
        it.archive,
        copied.filter(({ id }) => inInbox.has(id)),
      );
      const places = copied.map(({ id }) => ({ id, uidValidity: listing.uidValidity, uid: arrived.get(id) }));
      const missing = left.filter(({ id }) => !inInbox.has(id)).map(({ id }) => id);
      await this.ledger.takeBack(
        it.reading,
        left.filter(({ id }) => inInbox.has(id)).map(({ id }) => id),
      );
      await this.ledger.moved(it.reading, it.run, { places, missing, isFlagged });
    }
  }

  private async inInbox(archive: MailboxArchive, mails: readonly Moving[]): Promise<ReadonlySet<string>> {
    const here = mails.filter(({ inboxUidValidity }) => inboxUidValidity === archive.uidValidity);
    const uids = here.length > 0 ? new Set(await archive.present(here.map(({ inboxUid }) => inboxUid))) : new Set();
    return new Set(here.filter(({ inboxUid }) => uids.has(inboxUid)).map(({ id }) => id));
  }

  private async finish(archive: MailboxArchive, copied: readonly Moving[]): Promise<boolean> {
    if (copied.length === 0) return false;
    return (await archive.takeOut(copied.map(({ inboxUid }) => inboxUid))) === 'flagged';
  }
}

interface Work {
  readonly archive: MailboxArchive;
  readonly reading: Reading;
  readonly run: string;
  readonly week: string;
}
