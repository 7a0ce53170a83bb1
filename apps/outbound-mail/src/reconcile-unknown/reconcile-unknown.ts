import { setTimeout as pause } from 'node:timers/promises';
import { SendingProfileDocument } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Leases, type Held } from '@replyline/leases';
import { Documents } from '@replyline/messaging';
import type { SentMail, Whereabouts } from '@replyline/providers';
import { OCCASIONS } from '@replyline/sending-policy';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Chance } from '../chance.js';
import { Limits } from '../deliver-mail/limits.js';
import { keepsSentMail } from '../deliver-mail/sent-folder-of.js';
import { WaysOut } from '../deliver-mail/ways-out.js';
import { decide } from './decide.js';
import { LEASE, Searches, type Look, type Search } from './searches.js';

/** How often it is asked whose turn it is. One replica does, and one index answers. */
const POLL_MS = 1_000;
/** Mail that is to be sent comes first where all connections are in use. */
const IN_USE_MS = 5_000;

/**
 * Looks for deliveries that were handed over and never answered for in what their provider has sent. It is no attempt:
 * whoever sends again, settles late or looks at the same time finds the delivery as one of them has left it.
 */
@Injectable()
export class ReconcileUnknown implements OnApplicationBootstrap {
  private readonly logger = new Logger('ReconcileUnknown');

  constructor(
    private readonly leases: Leases,
    private readonly searches: Searches,
    private readonly documents: Documents,
    private readonly waysOut: WaysOut,
    private readonly limits: Limits,
    private readonly chance: Chance,
  ) {}

  onApplicationBootstrap(): void {
    this.leases.hold(LEASE, (held) => this.whileHeld(held));
  }

  private async whileHeld(held: Held): Promise<void> {
    while (!held.signal.aborted) {
      await this.once(held);
      await pause(POLL_MS, undefined, { signal: held.signal, ref: false }).catch(() => undefined);
    }
  }

  /** Profiles at the same time, so that a slow server holds up no other one; one delivery of each after the other. */
  private async once({ epoch, signal }: Held): Promise<void> {
    const profiles = this.documents.all(SendingProfileDocument).filter(keepsSentMail);
    await this.searches.begin(profiles.map(({ id }) => id));
    const due = await this.searches.due();
    const of = (id: string) => due.filter(({ profileId }) => profileId === id);
    const ids = [...new Set(due.map(({ profileId }) => profileId))];
    await Promise.all(ids.map((id) => this.lookForAll(of(id), { epoch, signal })));
  }

  /** What cannot be asked now is left alone until the next time, with all that would ask it too. */
  private async lookForAll(searches: readonly Search[], held: Held): Promise<void> {
    for (const search of searches) {
      const look = await this.look(search, held.signal);
      if (held.signal.aborted) return;
      if (look.code === 'provider.connections_in_use') return this.searches.putOff(search, IN_USE_MS);
      await this.conclude(search, look, held);
      if (look.seen === 'unseen') return;
    }
  }

  private async look(search: Search, signal: AbortSignal): Promise<Look & { readonly sentMail?: SentMail }> {
    if (search.isReported) return { seen: 'reported' };
    try {
      const { sentMail } = this.waysOut.of(search.profileId).provider;
      if (!sentMail) return { seen: 'unseen' };
      return { sentMail, ...seenIn(await sentMail.find(search.messageId, signal)) };
    } catch (error) {
      const failure = error instanceof Failure ? error : new Failure('service.unavailable', {}, { cause: error });
      // A defect that one delivery meets must not keep all others from being looked for.
      if (failure !== error) this.logger.error({ err: error, delivery: search.id }, 'a look ended badly');
      await this.limits.heed(search, failure);
      return { seen: 'unseen', code: failure.code };
    }
  }

  private async conclude(search: Search, look: Look & { readonly sentMail?: SentMail }, held: Held): Promise<void> {
    const { isRepeatable } = OCCASIONS[search.kind];
    const isComplete = look.sentMail?.isComplete ?? false;
    const facts = { ...search, seen: look.seen, isRepeatable, isComplete, random: this.chance.fraction() };
    const first = decide(facts);
    const isSafe = first.then !== 'repeat' || !first.takeBack || (await this.takeBack(search, look, held.signal));
    // A draft that is none any more is under way.
    const final = isSafe ? first : decide({ ...facts, seen: 'outbox' });
    const isConcluded = await this.searches.conclude(search, look, final, held.epoch);
    const { seen, code } = look;
    this.logger.log({ delivery: search.id, seen, code, then: final.then, isConcluded }, 'looked for a delivery');
  }

  /** Whether the draft is gone that could still be sent. One of an attempt that was begun meanwhile is left alone. */
  private async takeBack(search: Search, look: Look & { readonly sentMail?: SentMail }, signal: AbortSignal) {
    if (look.itemId === undefined || !(await this.searches.isStill(search))) return false;
    return (await look.sentMail?.takeBack?.(look.itemId, signal).catch(() => false)) ?? false;
  }
}

const seenIn = (it: Whereabouts): Look => ({
  seen: it.in,
  ...('itemId' in it && { itemId: it.itemId }),
  ...(it.in === 'sent' && it.providerMessageId !== undefined && { providerMessageId: it.providerMessageId }),
});
