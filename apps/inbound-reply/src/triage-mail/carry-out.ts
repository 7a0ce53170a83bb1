import { Outbox } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { closeHeld } from '../held-replies/close-held.js';
import { HeldReply } from '../held-replies/held-reply.entity.js';
import { takeAll, type Claim, type Taken } from './claim.js';
import type { Decided } from './decide.js';
import { withNote } from './note-of.js';
import { lockNotices, whyUntold, type Untold } from './notices.js';
import { finalOf, isFollowed, type Followed, type Plan } from './plan.js';

/** A plan, and why nobody is told of it where somebody would be. */
interface Step {
  readonly plan: Followed;
  readonly untold: Untold | undefined;
}

/** Does what follows from verdicts: claims, holds and publishes. */
@Injectable()
export class CarryOut {
  constructor(
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /**
   * What became of each verdict, in their order. Those that tell somebody come one after the other, because how much he was told
   * before counts; all others together.
   */
  async all(tx: EntityManager, plans: readonly Plan[]): Promise<Decided[]> {
    const decided = new Map<Plan, Decided>();
    const followed = plans.filter(isFollowed);
    const [telling, silent] = [followed.filter(tells), followed.filter((plan) => !tells(plan))];
    await lockNotices(
      tx,
      telling.flatMap(({ consequences: { tells } }) => tells ?? []),
    );
    for (const group of [silent, ...telling.map((plan) => [plan])])
      for (const [plan, final] of await this.together(tx, group)) decided.set(plan, final);
    return plans.map((plan) => decided.get(plan) ?? plan.verdict);
  }

  private async together(tx: EntityManager, plans: readonly Followed[]): Promise<[Plan, Decided][]> {
    if (plans.length === 0) return [];
    const at = this.clock.now();
    const steps: Step[] = [];
    for (const plan of plans) steps.push({ plan, untold: await whyUntold(tx, plan.consequences, at) });
    const discarded = await this.discarded(tx, plans, at);
    const left = steps.filter(({ plan }) => !discarded.has(plan));
    const taken = await takeAll(
      tx,
      left.map((step) => claimOf(step, at)),
    );
    await this.publish(
      tx,
      left.filter((_step, nth) => taken[nth] === 'now'),
      at,
    );
    const how = new Map<Plan, Taken | undefined>(left.map(({ plan }, nth) => [plan, taken[nth]]));
    return steps.map(({ plan, untold }) => {
      const carriedOut = { wasDiscarded: discarded.has(plan), taken: how.get(plan), untold };
      return [plan, finalOf(plan.verdict, carriedOut)];
    });
  }

  /** What is posted now is held no more; what its owner discarded before stays discarded. */
  private async discarded(tx: EntityManager, plans: readonly Followed[], at: Date): Promise<Set<Plan>> {
    const posted = plans.filter(({ consequences }) => !consequences.holding);
    const claims = posted.map(({ consequences }) => consequences.claim);
    const closed = await closeHeld(tx, claims, at);
    return new Set(posted.filter(({ consequences: { claim } }) => closed.get(claim) === 'discarded'));
  }

  private async publish(tx: EntityManager, steps: readonly Step[], at: Date): Promise<void> {
    for (const step of steps) await hold(tx, step, at);
    const told = steps.filter(({ untold }) => untold === undefined);
    await this.outbox.add(tx, ...told.flatMap(({ plan }) => withNote(plan.consequences.event)));
  }
}

const tells = ({ consequences }: Followed): boolean => consequences.tells !== undefined;

/** More than one is a sign of forgery already. */
const MOST_SENDERS = 3;

async function hold(tx: EntityManager, { plan, untold }: Step, at: Date): Promise<void> {
  const { stored, examined, consequences } = plan;
  if (!consequences.holding) return;
  const asked = { heldAt: at, askedAt: untold ? null : at };
  const { id: inboundMailId, receivedAt } = stored;
  const senders = (examined?.mail.from ?? []).slice(0, MOST_SENDERS).map(({ address }) => address);
  await tx.insert(HeldReply, { ...consequences.holding, ...asked, inboundMailId, receivedAt, senders });
}

const claimOf = ({ plan: { stored, consequences: it }, untold }: Step, at: Date): Claim => ({
  id: it.claim,
  inboundMailId: stored.id,
  type: it.event.type,
  at,
  told: untold ? undefined : it.tells,
  reason: it.reason,
  conversationId: it.conversationId,
});
