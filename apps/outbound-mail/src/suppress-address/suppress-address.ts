import { causedBy, type EventOf, type MailBouncedV1 } from '@replyline/contracts';
import { Inbox } from '@replyline/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Reports, type Report } from '../accept-notification/reports.js';
import { Chance } from '../chance.js';
import { SOURCE } from '../source.js';
import { WithholdMail } from '../withhold-mail/withhold-mail.js';
import { DeliveryReport } from './delivery-report.entity.js';
import {
  suppressionAfterComplaint,
  suppressionAtRcpt,
  suppressionOf,
  type Circumstances,
  type Refusal,
  type Suppressing,
} from './suppression-of.js';

export const SUPPRESS_ADDRESS = 'outbound-mail-suppress-address';

type Bounced = EventOf<typeof MailBouncedV1>;

/** The mail that came back or was refused, as far as it matters here. */
interface Origin {
  readonly address: string;
  readonly now: Date;
  readonly sentAt: Date;
  readonly liftedAt: Date | null;
}

/**
 * Notes what came back, and keeps mail from an address that does not work. Reports can be forged: only one that quotes a
 * mail of ours counts.
 */
@Injectable()
export class SuppressAddress {
  private readonly logger = new Logger('SuppressAddress');

  constructor(
    private readonly db: DataSource,
    private readonly inbox: Inbox,
    private readonly withhold: WithholdMail,
    private readonly reports: Reports,
    private readonly chance: Chance,
  ) {}

  async once(event: Bounced): Promise<void> {
    const { deliveryId } = event.data;
    if (deliveryId === undefined) return;
    const report = await this.reports.ofWaiting(deliveryId, causedBy(event, SOURCE));
    await this.db.transaction(async (tx) => {
      if (await this.inbox.admit(tx, SUPPRESS_ADDRESS, event)) await this.take(tx, event, { deliveryId, report });
    });
  }

  /** A server did not take the mail at all. Where it says that there is no such mailbox, asking again would only harm us. */
  async refused(deliveryId: string, refusal: Refusal): Promise<void> {
    const { enhancedCode: statusCode } = refusal;
    if (statusCode === undefined) return;
    const judge: Blame['judge'] = (it) => suppressionAtRcpt(refusal, it);
    const report = await this.reports.ofWaiting(deliveryId, { source: SOURCE });
    await this.db.transaction(async (tx) => {
      const origin = await originOf(tx, deliveryId);
      if (origin) await this.suppress(tx, { deliveryId, report, statusCode, origin, judge });
    });
  }

  private async take(tx: EntityManager, event: Bounced, about: About): Promise<void> {
    const { deliveryId } = about;
    const { kind, action, statusCode, isPermanent, quotesToken } = event.data;
    const origin = await originOf(tx, deliveryId, kind);
    if (!origin) return;
    const reportedAt = new Date(event.time);
    await tx.insert(DeliveryReport, { deliveryId, eventId: event.id, action, statusCode, isPermanent, reportedAt });
    // A Message-ID can be read in a mailing list's archive; a token of ours only where the mail went.
    if (quotesToken === false) return;
    const judge: Blame['judge'] = (it) =>
      kind === 'complaint' ? suppressionAfterComplaint(it) : suppressionOf(event.data, it);
    await this.suppress(tx, { ...about, statusCode, origin, judge });
  }

  private async suppress(tx: EntityManager, { deliveryId, report, statusCode, origin, judge }: Blame): Promise<void> {
    const { address, now, sentAt, liftedAt } = origin;
    const suppressing = judge({ now, sentAt, liftedAt: liftedAt ?? undefined });
    if (!suppressing) return;
    await insert(tx, { id: this.chance.id(), address, ...suppressing, statusCode, deliveryId, now });
    this.logger.log({ delivery: deliveryId, reason: suppressing.reason, statusCode }, 'an address is suppressed');
    const isUrgent = await this.withhold.from(tx, address, suppressing);
    if (isUrgent && report) await this.reports.write(tx, [report]);
  }
}

/** By the clock of the database, which also wrote when it was sent and lifted, and says who is suppressed. */
async function originOf(
  tx: EntityManager,
  deliveryId: string,
  kind: Bounced['data']['kind'] = 'bounce',
): Promise<Origin | undefined> {
  const rows: Origin[] = await tx.query(
    `SELECT lower(d.address) AS address, now() AS now, coalesce(d.settled_at, d.intent_at, now()) AS "sentAt",
       (SELECT max(lifted_at) FROM suppression s
        WHERE s.address = lower(d.address) AND (s.reason = 'complaint') = $2) AS "liftedAt"
     FROM delivery d WHERE d.id = $1 AND d.address IS NOT NULL AND d.message_id IS NOT NULL`,
    [deliveryId, kind === 'complaint'],
  );
  return rows[0];
}

interface About {
  readonly deliveryId: string;
  /** Of urgent mail that waits for its address. */
  readonly report: Report | undefined;
}

/** Who says so, of which mail. */
interface Blame extends About {
  readonly statusCode: string;
  readonly origin: Origin;
  readonly judge: (circumstances: Circumstances) => Suppressing | undefined;
}

interface New extends Suppressing {
  readonly id: string;
  readonly address: string;
  readonly statusCode: string;
  readonly deliveryId: string;
  readonly now: Date;
}

/**
 * One row an address until it is lifted, and one for complaints, which hold up less. A second report renews it where it
 * lasts longer, and never makes it shorter.
 */
const insert = (tx: EntityManager, it: New): Promise<unknown> =>
  tx.query(
    `INSERT INTO suppression (id, address, reason, status_code, delivery_id, created_at, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (address, (reason = 'complaint')) WHERE lifted_at IS NULL DO UPDATE SET reason = EXCLUDED.reason,
       status_code = EXCLUDED.status_code, delivery_id = EXCLUDED.delivery_id, created_at = EXCLUDED.created_at,
       expires_at = EXCLUDED.expires_at, reported_at = NULL
     WHERE suppression.expires_at < coalesce(EXCLUDED.expires_at, 'infinity')`,
    [it.id, it.address, it.reason, it.statusCode, it.deliveryId, it.now, it.expiresAt],
  );
