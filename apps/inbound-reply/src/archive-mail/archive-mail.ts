import type { Archive, ReplyMailbox } from '@replyline/contracts';
import { codeOf } from '@replyline/errors';
import { connectImapArchive, type MailboxArchive } from '@replyline/providers/imap';
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../clock.js';
import { MailboxEndpoints } from '../read-mailbox/mailbox-endpoint.js';
import type { Reading } from '../read-mailbox/reading.js';
import { ArchiveRuns } from './archive-runs.js';
import { runsDue } from './archive-schedule.js';
import { ArchiveWork } from './archive-work.js';
import { DAY_MS } from './local-day.js';
import { MoveMail } from './move-mail.js';
import { RemoveMail } from './remove-mail.js';

/** How often the clock is looked at; a run begins this late at most. */
const LOOK_MS = 30_000;
const LONGEST_PAUSE_MS = 3_600_000;
/** The batch in hand may be finished. A server that hangs must not keep the mailbox from its next reader. */
const GRACE_MS = 3_000;

/** Archives a mailbox, over a connection of its own, while this replica reads it. */
@Injectable()
export class ArchiveMail {
  private readonly logger = new Logger('Archive');

  constructor(
    private readonly endpoints: MailboxEndpoints,
    private readonly work: ArchiveWork,
    private readonly runs: ArchiveRuns,
    private readonly moveMail: MoveMail,
    private readonly removeMail: RemoveMail,
    private readonly clock: Clock,
  ) {}

  /** Ends soon after the signal does, and never throws: what failed is tried again, less and less often. */
  async whileReading(settings: ReplyMailbox, reading: Reading, signal: AbortSignal): Promise<void> {
    for (let failures = 0; !signal.aborted;) {
      const worked = await this.look(settings, reading, signal).then(
        () => true,
        (error: unknown) => this.failed(reading, error, signal),
      );
      failures = worked ? 0 : failures + 1;
      await pause(Math.min(LONGEST_PAUSE_MS, LOOK_MS * 2 ** failures), signal);
    }
  }

  /** Does what is due now, all of it that the server allows. Throws `mailbox.*` and `lease.lost`. */
  async look(settings: ReplyMailbox, reading: Reading, signal: AbortSignal): Promise<void> {
    // Mail in a mailbox of Microsoft is not archived.
    if (settings.kind !== 'imap' || !settings.archive) return this.runs.forget(reading);
    const { archive } = settings;
    let opened: Promise<MailboxArchive> | undefined;
    const connected = () => (opened ??= connectImapArchive(this.endpoints.imap(settings), signal));
    const close = () => opened?.then((it) => it.close()).catch(() => undefined);
    const grace = laterThan(signal, GRACE_MS, close);
    try {
      await eachTried([
        () => this.move(archive, connected, reading, signal),
        () => this.remove(archive, connected, reading, signal),
      ]);
    } finally {
      grace.cancel();
      await close();
    }
  }

  private async move(archive: Archive, connected: Connected, reading: Reading, signal: AbortSignal): Promise<void> {
    const since = await this.runs.doneUntil(reading);
    for (const run of runsDue(archive, since, this.clock.now())) {
      if (signal.aborted) return;
      await this.moveMail.run(run, connected, reading, signal);
    }
  }

  private async remove(archive: Archive, connected: Connected, reading: Reading, signal: AbortSignal): Promise<void> {
    const keptMs = archive.retentionDays * DAY_MS;
    const folders = await this.work.expired(reading.mailbox, new Date(this.clock.now().getTime() - keptMs));
    const removals = folders.map((folder) => async () => {
      const dueAt = new Date(folder.lastAt.getTime() + keptMs);
      if (!signal.aborted) await this.removeMail.run(folder, dueAt, await connected(), reading);
    });
    const emptied = async () => this.removeMail.emptied(await connected(), reading);
    await eachTried(folders.length > 0 && !signal.aborted ? [...removals, emptied] : []);
  }

  private async failed(reading: Reading, error: unknown, signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false;
    this.logger.warn({ mailbox: reading.mailbox, err: error }, 'mail could not be archived');
    await this.runs.failed(reading, codeOf(error)).catch(() => undefined);
    return false;
  }
}

type Connected = () => Promise<MailboxArchive>;

/** What the server refuses of one holds up no other: it may be full, and has room when the next one is done. */
async function eachTried(works: readonly (() => Promise<void>)[]): Promise<void> {
  const refusals: unknown[] = [];
  for (const work of works) {
    try {
      await work();
    } catch (error) {
      if (codeOf(error) !== 'mailbox.archive_refused') throw error;
      refusals.push(error);
    }
  }
  if (refusals.length > 0) throw refusals[0];
}

function laterThan(signal: AbortSignal, graceMs: number, act: () => unknown): { cancel(): void } {
  let timer: NodeJS.Timeout | undefined;
  const wait = (): void => void (timer = setTimeout(act, graceMs));
  signal.addEventListener('abort', wait, { once: true });
  return { cancel: () => (clearTimeout(timer), signal.removeEventListener('abort', wait)) };
}

const pause = (delayMs: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => (clearTimeout(timer), signal.removeEventListener('abort', done), resolve());
    const timer = setTimeout(done, delayMs);
    signal.addEventListener('abort', done);
  });
