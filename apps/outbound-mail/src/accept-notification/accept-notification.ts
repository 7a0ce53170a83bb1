import { causedBy } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Outbox } from '@replyline/messaging';
import { HotStatements, Together } from '@replyline/service-host';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CancelNotification } from '../cancel-notification/cancel-notification.js';
import { lockForRequests, takeEarly } from '../cancel-notification/early-cancels.js';
import { Clock } from '../clock.js';
import { inTurns } from '../in-turns.js';
import { DeliverMail } from '../deliver-mail/deliver-mail.js';
import { perLane } from '../keep-deliveries/lanes.js';
import { Means } from '../means.js';
import { comparable, opened } from '../seal-variables/open-variables.js';
import { withSealedWords } from '../seal-variables/seal-words.js';
import { SOURCE } from '../source.js';
import type { Requested } from './facts.js';
import { GatherFacts } from './gather-facts.js';
import { insertNew, isShort } from './insert-new.js';
import { insertPlans, type Accepted } from './insert-plans.js';
import { planning } from './plan.js';
import { urgentlySuppressed } from './report-suppressed.js';
import { Reports, type Report } from './reports.js';
import { tellOfPlans } from './tell-of-plans.js';
import { mayBeTooEarly } from './too-early.js';

interface Arrived extends Accepted {
  readonly report?: Report | undefined;
}

/** Turns a request into deliveries. What it decides is never decided again, whatever settings say later. */
@Injectable()
export class AcceptNotification {
  private readonly logger = new Logger('AcceptNotification');
  private readonly accepting = perLane(() => new Together((arrived: readonly Arrived[]) => this.accept(arrived)));

  constructor(
    private readonly db: DataSource,
    private readonly statements: HotStatements,
    private readonly outbox: Outbox,
    private readonly gatherFacts: GatherFacts,
    private readonly deliverMail: DeliverMail,
    private readonly reports: Reports,
    private readonly cancelNotification: CancelNotification,
    private readonly clock: Clock,
    private readonly means: Means,
  ) {}

  async once(event: Requested): Promise<void> {
    const now = this.clock.now();
    const { secrets } = this.means;
    const readable = opened(event, secrets);
    const facts = await this.gatherFacts.about(event, now);
    const sealedPlan = withSealedWords(await inTurns(planning(readable, facts)), event, secrets);
    const planned = { event, now, plan: sealedPlan, contents: comparable(readable, secrets) };
    if (mayBeTooEarly(planned.plan, event, facts)) throw new Failure('settings.not_here_yet');
    const report = await this.reportOn(planned);
    const isNew = await this.accepting[event.data.lane].do({ ...planned, report });
    if (!isNew) return;
    // What is for later is found when its time comes.
    if (planned.plan.sendAt <= now) this.deliverMail.wake(event.data.lane === 'urgent');
    if (report) this.logger.warn({ notification: planned.plan.notificationId }, 'an urgent mail was suppressed');
  }

  /**
   * What arrives at the same time is written down in one transaction, and what needs a closer look in another one. Neither
   * needs an inbox: the row of a notification, unique by its event, says for ever that the event was here.
   */
  private async accept(arrived: readonly Arrived[]): Promise<boolean[]> {
    const plain = arrived.filter(({ plan, report }) => report === undefined && isShort(plan));
    const written = await insertNew(this.statements, plain);
    const isWritten = ({ plan }: Arrived) => written.has(plan.notificationId);
    const isNew = await this.acceptWithCare(arrived.filter((it) => !isWritten(it)));
    return arrived.map((it) => isWritten(it) || isNew.has(it.plan.notificationId));
  }

  /** Resolves with the ids of the notifications that are new. */
  private async acceptWithCare(arrived: readonly Arrived[]): Promise<ReadonlySet<string>> {
    if (arrived.length === 0) return new Set();
    return this.db.transaction(async (tx) => {
      const events = arrived.map(({ event }) => event);
      await lockForRequests(tx, events);
      const early = await takeEarly(tx, events);
      const asked = arrived.map((it) => takenBack(it, early));
      const inserted = await insertPlans(tx, asked);
      const isKnown = asked.filter((_, index) => inserted[index] === 'known');
      for (const { event } of isKnown.filter((it) => early.has(it.event)))
        await this.cancelNotification.byRequest(tx, event);
      const isNew = asked.filter((_, index) => inserted[index] === 'new');
      const reused = asked.filter((_, index) => inserted[index] === 'reused').map(refused);
      const refusals = await insertPlans(tx, reused);
      await this.reports.write(
        tx,
        isNew.flatMap(({ report }) => report ?? []),
      );
      await tellOfPlans(tx, this.outbox, [...isNew, ...reused.filter((_, index) => refusals[index] === 'new')]);
      return new Set(isNew.map(({ plan }) => plan.notificationId));
    });
  }

  /** The log says it each time. */
  private async reportOn({ event, plan: planned }: Accepted): Promise<Report | undefined> {
    const addresses = urgentlySuppressed(planned, event);
    if (addresses.length === 0) return undefined;
    const { notificationId } = planned;
    return this.reports.of({ notificationId, kind: event.data.kind, addresses }, causedBy(event, SOURCE));
  }
}

/** Nobody is told of an urgent mail that is not sent because nobody wants it any more. */
const takenBack = (it: Arrived, early: ReadonlySet<Requested>): Arrived =>
  early.has(it.event) ? { ...it, report: undefined, plan: { ...it.plan, isTakenBack: true } } : it;

const refused = (it: Accepted): Accepted => ({
  ...it,
  plan: { ...it.plan, refusal: 'request.idempotency_key_reused', deliveries: [] },
});
