import { ReplyMailboxDocument, type ReplyMailbox } from '@replyline/contracts';
import { ERRORS } from '@replyline/errors';
import { Documents } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { mailboxKey, whoseOf } from '../read-mailbox/mailbox-key.js';
import type { MailboxView } from './mailbox-view.js';
import { stateOf } from './state-of.js';

interface Row {
  readonly trouble: string | null;
  readonly trouble_since: Date | null;
  readonly read_at: Date | null;
  readonly skipped_at: Date | null;
  readonly listed_at: Date | null;
  readonly waits_until: Date | null;
  readonly waits_because: string | null;
  readonly reader: string | null;
  readonly is_held: boolean | null;
  readonly to_fetch: number;
  readonly to_decide: number;
  readonly waiting: number;
  readonly asked_again: number;
  readonly oldest_at: Date | null;
}

/** How it is with each mailbox, whichever instance reads it: the database knows. */
@Injectable()
export class ShowMailboxes {
  constructor(
    private readonly db: DataSource,
    private readonly documents: Documents,
    private readonly clock: Clock,
  ) {}

  /** The main one first, the others by name. */
  async list(): Promise<MailboxView[]> {
    const main = this.documents.get(ReplyMailboxDocument);
    const further = this.documents.all(ReplyMailboxDocument).filter(({ id }) => id !== undefined);
    further.sort((one, other) => one.id!.localeCompare(other.id!));
    return Promise.all([...(main ? [main] : []), ...further].map((settings) => this.show(settings)));
  }

  private async show(settings: ReplyMailbox): Promise<MailboxView> {
    const mailbox = mailboxKey(whoseOf(settings));
    const [row]: Row[] = await this.db.query(FACTS, [mailbox, ReplyMailboxDocument.key(settings.id)]);
    return viewOf(settings, mailbox, row!, this.clock.now());
  }
}

function viewOf(settings: ReplyMailbox, mailbox: string, row: Row, now: Date): MailboxView {
  const { enabled: isEnabled, kind, pollIntervalSeconds } = settings;
  const isHeld = row.is_held === true;
  const isTold = isEnabled && isHeld && row.waits_until !== null && row.waits_until > now;
  const state = stateOf({ ...row, isEnabled, isHeld, isTold, troubleSince: row.trouble_since, readAt: row.read_at });
  const isUnhealthy = state === 'unhealthy';
  const problem = isUnhealthy ? row.trouble : isTold ? row.waits_because : null;
  return {
    ...{ name: settings.id ?? null, kind, mailbox, state, pollIntervalSeconds },
    since: isUnhealthy ? iso(row.trouble_since) : null,
    problem: problem === null ? null : problemOf(problem),
    waitsUntil: isTold ? iso(row.waits_until) : null,
    lastReadAt: iso(row.read_at),
    reader: isEnabled && isHeld ? row.reader : null,
    backlog: {
      toFetch: row.to_fetch,
      toDecide: row.to_decide,
      waiting: row.waiting,
      askedAgain: row.asked_again,
      oldestAt: iso(row.oldest_at),
    },
    cursor: { behindSeconds: secondsSince(row.listed_at, now) },
    lastSkippedAt: iso(row.skipped_at),
  };
}

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;

const secondsSince = (at: Date | null, now: Date): number | null =>
  at && Math.max(0, Math.floor((now.getTime() - at.getTime()) / 1_000));

/** A defect of ours is in no catalogue. */
function problemOf(code: string): NonNullable<MailboxView['problem']> {
  const known: Partial<Record<string, { readonly title: string; readonly remediation: string }>> = ERRORS;
  const { title, remediation } = known[code] ?? DEFECT;
  return { code, title, remediation };
}

const DEFECT = {
  title: 'Something unexpected went wrong',
  remediation: 'Look into the log of inbound-reply for what was thrown while this mailbox was read, and report it.',
};

const FACTS = `
  SELECT m.trouble, m.trouble_since, m.read_at, m.skipped_at, m.listed_at,
    CASE WHEN m.reader_epoch = l.epoch THEN m.reader END AS reader,
    CASE WHEN m.reader_epoch = l.epoch THEN m.waits_until END AS waits_until, m.waits_because,
    l.owner IS NOT NULL AND l.expires_at > now() AS is_held,
    greatest(0, coalesce(m.listed, 0) - (SELECT count(*)::int FROM inbound_mail WHERE mailbox = $1 AND stored_at >= m.listed_at)) AS to_fetch,
    b.*
  FROM (SELECT 1) AS one LEFT JOIN mailbox m ON m.mailbox = $1 LEFT JOIN lease l ON l.name = $2,
    LATERAL (SELECT count(*) FILTER (WHERE state = 'stored')::int AS to_decide, count(*) FILTER (WHERE state = 'waiting')::int AS waiting,
      count(*) FILTER (WHERE state = 'requested')::int AS asked_again, min(received_at) AS oldest_at
      FROM inbound_mail WHERE mailbox = $1 AND state <> 'processed') AS b`;
