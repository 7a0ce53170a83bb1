import { setTimeout as elapse } from 'node:timers/promises';
import { CONFIDENTIAL_KINDS } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { outboxRow } from '@replyline/messaging';
import { HotStatements, Together } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { statesBefore } from '../keep-deliveries/delivery-state.js';
import type { Claim } from './claims.js';
import { INTEND, SETTLE } from './ledger-query.js';
import { ifCancelled, outcomeEvents } from './outcome-event.js';
import type { Settlement } from './settle-attempt.js';

/** What came of a claim. */
interface Outcome {
  readonly claim: Claim;
  readonly settlement: Settlement;
}

/** Of the database to an intent or an outcome; `busy`: somebody else is just changing what it is about. */
type Answer = 'ours' | 'not ours' | 'busy';

/**
 * What is about to become irreversible, written down before, and what came of it, after. Whatever is known at the same
 * time shares a commit; intents share none with outcomes, because a connection waits for them.
 */
@Injectable()
export class Ledger {
  private readonly intents = new Together((claims: readonly Claim[]) => this.intend(claims));
  private readonly outcomes = new Together((outcomes: readonly Outcome[]) => this.conclude(outcomes));

  constructor(private readonly statements: HotStatements) {}

  /**
   * Writes down that the end of the message is about to be sent. Throws `lease.lost` when the claim is not ours any
   * more, `service.unavailable` when the database does not say so in time: then the end must not be sent.
   */
  async handOver(claim: Claim): Promise<void> {
    const isOurs = await written(() => this.intents.do(claim));
    if (!isOurs) throw new Failure('lease.lost', { epoch: claim.epoch });
  }

  /**
   * Writes down how the attempt ended, with the event about it. `false` when somebody else has settled it. Throws
   * `service.unavailable` when somebody is still changing it: it has to be tried again.
   */
  settle(claim: Claim, settlement: Settlement): Promise<boolean> {
    return written(() => this.outcomes.do({ claim, settlement }));
  }

  private async intend(claims: readonly Claim[]): Promise<Answer[]> {
    const rows = await this.statements.do<Row>(INTEND, [
      claims.map(({ id }) => id),
      claims.map(({ owner }) => owner),
      claims.map(({ epoch }) => epoch),
      // Written before, and the answer lost: it is still ours to end.
      [...statesBefore('handing_over'), 'handing_over'],
    ]);
    return answersTo(claims, rows);
  }

  private async conclude(outcomes: readonly Outcome[]): Promise<Answer[]> {
    const rows = await this.statements.do<Row>(SETTLE, [
      JSON.stringify(outcomes.map(outcomeRow)),
      JSON.stringify(outcomes.flatMap(eventRows)),
    ]);
    return answersTo(
      outcomes.map(({ claim }) => claim),
      rows,
    );
  }
}

interface Row {
  readonly id: string;
  readonly isBusy: boolean;
}

function answersTo(claims: readonly Claim[], rows: readonly Row[]): Answer[] {
  const answers = new Map(rows.map(({ id, isBusy }): [string, Answer] => [id, isBusy ? 'busy' : 'ours']));
  return claims.map(({ id }) => answers.get(id) ?? 'not ours');
}

/** A server that has everything but the end does not wait for our database for ever. */
const MOST_MS = 5_000;
/** Until what is being changed by somebody else is looked at again. */
const BUSY_MS = 50;

/** `false` when it is not ours to write. What is just being changed by somebody else is tried again. */
function written(write: () => Promise<Answer>): Promise<boolean> {
  return withinTime(async (isOver) => {
    for (;;) {
      const answer = await write();
      if (answer !== 'busy') return answer === 'ours';
      if (isOver()) throw new Failure('service.unavailable');
      await elapse(BUSY_MS);
    }
  });
}

/** A promise that is aborted makes an error with its stack: too dear for what happens twice a mail. */
function withinTime<T>(work: (isOver: () => boolean) => Promise<T>): Promise<T> {
  const deadline = performance.now() + MOST_MS;
  return new Promise((resolve, reject) => {
    const tooLate = setTimeout(() => reject(new Failure('service.unavailable')), MOST_MS);
    work(() => performance.now() > deadline)
      .then(resolve, reject)
      .finally(() => clearTimeout(tooLate));
  });
}

function outcomeRow({ claim: { id, notificationId, owner, epoch, kind }, settlement }: Outcome) {
  const { state, replyCode } = settlement;
  const why = settlement.state === 'sent' ? undefined : settlement;
  return {
    id,
    notification_id: notificationId,
    owner,
    epoch,
    state,
    if_cancelled: ifCancelled(settlement),
    before: statesBefore(state),
    code: why?.code,
    reply_code: replyCode,
    enhanced_code: why?.enhancedCode,
    // A server may quote the mail that it refuses.
    said: CONFIDENTIAL_KINDS.includes(kind) ? undefined : settlement.said,
    delay_ms: settlement.state === 'deferred' ? settlement.delayMs : 0,
    provider_message_id: settlement.state === 'sent' ? settlement.providerMessageId : undefined,
  };
}

const eventRows = ({ claim, settlement }: Outcome) =>
  outcomeEvents(claim, settlement).map(({ state, event }) => {
    const { dedupeId, ...row } = outboxRow(event);
    return { delivery_id: claim.id, state, dedupe_id: dedupeId, ...row };
  });
