import type { Origin } from '@replyline/contracts';
import { Outbox } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { statesBefore } from '../keep-deliveries/delivery-state.js';
import { laneNumber } from '../keep-deliveries/lanes.js';
import { Suppressions } from '../suppress-address/suppressions.js';
import { GatherFacts } from './gather-facts.js';
import { insertPlans, type Accepted } from './insert-plans.js';
import { plan } from './plan.js';
import { itself, reportOf, type HeldUp } from './report-suppressed.js';
import { tellOfPlans } from './tell-of-plans.js';

/** What admins are told, and about whom. */
export interface Report extends Accepted {
  readonly addresses: readonly string[];
}

/** Urgent mail that nobody gets is never silent: admins are told by mail, once a suppression. */
@Injectable()
export class Reports {
  constructor(
    private readonly db: DataSource,
    private readonly gatherFacts: GatherFacts,
    private readonly suppressions: Suppressions,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Before the transaction that writes it down: it asks for settings, and for who is suppressed. */
  async of(heldUp: HeldUp, origin: Origin): Promise<Report> {
    const now = this.clock.now();
    const event = reportOf(heldUp, origin);
    const facts = { ...(await this.gatherFacts.about(event, now)), publishers: itself };
    return { addresses: heldUp.addresses, event, now, plan: plan(event, facts), contents: [event.data] };
  }

  /** Of the urgent mail that waits for the address of this delivery, should that be suppressed now. */
  async ofWaiting(deliveryId: string, origin: Origin): Promise<Report | undefined> {
    const [urgent]: (Omit<HeldUp, 'addresses'> & { address: string })[] = await this.db.query(WAITING_AT, [
      deliveryId,
      laneNumber('urgent'),
      statesBefore('suppressed'),
    ]);
    return urgent && this.of({ ...urgent, addresses: [urgent.address] }, origin);
  }

  /** Those that are about a suppression of which nobody was told. */
  async write(tx: EntityManager, reports: readonly Report[]): Promise<void> {
    const due: Report[] = [];
    for (const report of reports)
      if (report.plan.deliveries.length > 0 && (await this.suppressions.report(tx, report.addresses))) due.push(report);
    await insertPlans(tx, due);
    await tellOfPlans(tx, this.outbox, due);
  }
}

const WAITING_AT = `
  SELECT n.id AS "notificationId", n.kind, lower(w.address) AS address
  FROM delivery d JOIN delivery w ON lower(w.address) = lower(d.address) JOIN notification n ON n.id = w.notification_id
  WHERE d.id = $1 AND w.lane = $2 AND w.state = ANY($3) ORDER BY w.next_attempt_at LIMIT 1`;
