import { ReplyMailboxDocument } from '@replyline/contracts';
import { Documents } from '@replyline/messaging';
import { InvalidRequest } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { mailboxKey, whoseOf } from '../read-mailbox/mailbox-key.js';
import { ArchiveForecast, type MailFact } from './archive-forecast.js';
import { nextRun, runsDue, type Run } from './archive-schedule.js';
import type { ArchivePreview } from './archive-view.js';
import { ArchiveWork } from './archive-work.js';
import { DAY_MS } from './local-day.js';
import { folderName } from './folder-name.js';

/** Up to `at`, or to the next run; of the mailbox that is named so, or of the main one. */
interface Asked {
  readonly at?: Date | undefined;
  readonly mailbox?: string | undefined;
}

/** A page that a person reads; the counts are of all. */
const SHOWN = 100;
/** Each week is looked at: to the year 9999 that takes minutes, in which nothing else is done. */
const MOST_DAYS_AHEAD = 366;

/** What would be moved and removed, as the database knows it: no server is asked, and nothing is changed. */
@Injectable()
export class PreviewArchive {
  constructor(
    private readonly db: DataSource,
    private readonly documents: Documents,
    private readonly work: ArchiveWork,
    private readonly forecast: ArchiveForecast,
    private readonly clock: Clock,
  ) {}

  /** Throws `request.invalid` where `at` is more than a year ahead. */
  async show({ at, mailbox: name }: Asked): Promise<ArchivePreview> {
    const settings = this.documents.get(ReplyMailboxDocument, name);
    const mailbox = settings ? mailboxKey(whoseOf(settings)) : null;
    const archive = (settings?.kind === 'imap' && settings.archive) || null;
    const now = this.clock.now();
    if (at && at.getTime() > now.getTime() + MOST_DAYS_AHEAD * DAY_MS)
      throw new InvalidRequest([{ path: 'query.at', message: 'is more than a year ahead' }]);
    const nothing = { mailbox, archive, at: (at ?? now).toISOString(), moves: [], removals: [], stays: NOBODY };
    if (mailbox === null || !archive) return nothing;
    const until = at ?? nextRun(archive, now).dueAt;
    const runs = runsDue(archive, await this.doneUntil(mailbox, now), until);
    const keptMs = archive.retentionDays * DAY_MS;
    return {
      mailbox,
      archive,
      at: until.toISOString(),
      moves: await this.moves(mailbox, runs),
      removals: await this.removals(mailbox, until, keptMs),
      stays: await this.forecast.staying(mailbox, runs.at(-1)?.dueAt ?? now),
    };
  }

  private async doneUntil(mailbox: string, now: Date): Promise<Date> {
    const [row]: { done_until: Date }[] = await this.db.query(
      `SELECT done_until FROM archive_schedule WHERE mailbox = $1`,
      [mailbox],
    );
    return row?.done_until ?? now;
  }

  /** Each run takes what the one before it has left. */
  private async moves(mailbox: string, runs: readonly Run[]): Promise<ArchivePreview['moves']> {
    const moves: ArchivePreview['moves'] = [];
    let since = new Date(0);
    for (const { dueAt, week } of runs) {
      const mails = await this.forecast.toMove(mailbox, since, dueAt);
      if (mails.length > 0) moves.push({ ...summaryOf(week, mails), dueAt: dueAt.toISOString() });
      since = dueAt;
    }
    return moves;
  }

  private async removals(mailbox: string, until: Date, keptMs: number): Promise<ArchivePreview['removals']> {
    const folders = await this.work.expired(mailbox, new Date(until.getTime() - keptMs));
    return Promise.all(
      folders.map(async (folder) => ({
        ...summaryOf(folder.week, await this.forecast.toRemove(folder)),
        dueAt: new Date(folder.lastAt.getTime() + keptMs).toISOString(),
      })),
    );
  }
}

const NOBODY = { unsettled: 0, unseen: 0 };

const summaryOf = (week: string, mails: readonly MailFact[]) => ({
  folder: folderName(week),
  count: mails.length,
  mails: mails.slice(0, SHOWN).map(({ id, message_id, received_at }) => ({
    id,
    messageId: message_id,
    receivedAt: received_at.toISOString(),
  })),
});
