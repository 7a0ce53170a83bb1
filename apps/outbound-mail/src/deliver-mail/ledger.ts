import { setTimeout as elapse } from 'node:timers/promises';
import { CONFIDENTIAL_KINDS } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { outboxRow } from '@replyline/messaging';
import { HotStatements, Together } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { statesBefore } from '../keep-deliveries/delivery-state.js';
import type { Claim } from './claims.js';
import { WRITE } from './ledger-query.js';
import { ifCancelled, outcomeEvents } from './outcome-event.js';
import type { Settlement } from './settle-attempt.js';

/** What is about to happen to a claim or, with a settlement, what came of it. */
interface Entry {
  readonly claim: Claim;
  readonly settlement?: Settlement;
}

type Outcome = Required<Entry>;
/** Of the database to an entry; `busy`: somebody else is just changing what it is about. */
type Answer = 'ours' | 'not ours' | 'busy';

/**
 * What is about to become irreversible, written down before, and what came of it, after. Whatever is known at the same
 * time shares a commit.
 */
@Injectable()
export class Ledger {
  private readonly entries = new Together((entries: readonly Entry[]) => this.write(entries));

  constructor(private readonly statements: HotStatements) {}

  /**
   * Writes down that the end of the message is about to be sent. Throws `lease.lost` when the claim is not ours any
   * more, `service.unavailable` when the database does not say so in time: then the end must not be sent.
   */
  async handOver(claim: Claim): Promise<void> {
    const isOurs = await withinTime((isOver) => this.written({ claim }, isOver));
    if (!isOurs) throw new Failure('lease.lost', { epoch: claim.epoch });
  }

  /**
   * Writes down how the attempt ended, with the event about it. `false` when somebody else has settled it. Throws
   * `service.unavailable` when somebody is still changing it: it has to be tried again.
   */
  settle(claim: Claim, settlement: Settlement): Promise<boolean> {
    return withinTime((isOver) => this.written({ claim, settlement }, isOver));
  }

  /** `false` when it is not ours to write. What is just being changed by somebody else is tried again. */
  private async written(entry: Entry, isOver: () => boolean): Promise<boolean> {
    for (;;) {
      const answer = await this.entries.do(entry);
      if (answer !== 'busy') return answer === 'ours';
      if (isOver()) throw new Failure('service.unavailable');
      await elapse(BUSY_MS);
    }
  }

  private async write(entries: readonly Entry[]): Promise<Answer[]> {
    const outcomes = entries.filter((entry): entry is Outcome => entry.settlement !== undefined);
    const ended = new Set(outcomes.map(({ claim }) => claim.id));
    // An attempt that ended while its intent still waited hands nothing over; and a statement changes a row only once.
    const isIntent = ({ claim, settlement }: Entry) => settlement === undefined && !ended.has(claim.id);
    const intents = entries.filter(isIntent).map(({ claim }) => claim);
    const rows = await this.statements.do<{ id: string; isBusy: boolean }>(WRITE, [
      intents.map(({ id }) => id),
      intents.map(({ owner }) => owner),
      intents.map(({ epoch }) => epoch),
      // Written before, and the answer lost: it is still ours to end.
      [...statesBefore('handing_over'), 'handing_over'],
      JSON.stringify(outcomes.map(outcomeRow)),
      JSON.stringify(outcomes.flatMap(eventRows)),
    ]);
    const answers = new Map(rows.map(({ id, isBusy }): [string, Answer] => [id, isBusy ? 'busy' : 'ours']));
    const isWritten = (entry: Entry) => entry.settlement !== undefined || isIntent(entry);
    return entries.map((entry) => (isWritten(entry) ? answers.get(entry.claim.id) : undefined) ?? 'not ours');
  }
}

/** A server that has everything but the end does not wait for our database for ever. */
const MOST_MS = 5_000;
/** Until what is being changed by somebody else is looked at again. */
const BUSY_MS = 50;

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
