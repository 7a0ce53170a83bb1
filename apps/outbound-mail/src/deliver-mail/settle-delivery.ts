import { SendingProfileDocument } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Documents } from '@replyline/messaging';
import type { Receipt } from '@replyline/providers';
import { OCCASIONS } from '@replyline/sending-policy';
import { Injectable, Logger } from '@nestjs/common';
import { Chance } from '../chance.js';
import { SuppressAddress } from '../suppress-address/suppress-address.js';
import type { Claim } from './claims.js';
import { Ledger } from './ledger.js';
import { Limits } from './limits.js';
import { quietly } from './quietly.js';
import { keepsSentMail } from './sent-folder-of.js';
import { isOfItsWords, settleAttempt, withoutWords, type Settlement } from './settle-attempt.js';

const SETTLE_AGAIN_MS = 200;

/** An attempt that has ended. */
export interface Made {
  readonly result: Receipt | Failure;
  readonly startedAt: number;
}

/** Decides what an attempt means for its delivery, writes it down, and has others heed it. */
@Injectable()
export class SettleDelivery {
  private readonly logger = new Logger('DeliverMail');

  constructor(
    private readonly ledger: Ledger,
    private readonly limits: Limits,
    private readonly suppressAddress: SuppressAddress,
    private readonly documents: Documents,
    private readonly chance: Chance,
  ) {}

  /** `ends`: nobody waits any longer for a database that is away. */
  async after({ result, startedAt }: Made, claim: Claim, ends: AbortSignal): Promise<void> {
    const attempt = claim.attempt - claim.attemptsBefore;
    const isRepeatable = OCCASIONS[claim.kind].isRepeatable && !this.canBeLookedFor(claim);
    const settlement = settleAttempt(result, { attempt, random: this.chance.fraction(), isRepeatable });
    if (result instanceof Failure) await quietly(this.logger, () => this.limits.heed(claim, result));
    const durationMs = Math.round(performance.now() - startedAt);
    await this.writeDown(settlement, claim, { durationMs, ends });
    if (settlement.state === 'failed')
      await quietly(this.logger, () => this.suppressAddress.refused(claim.id, settlement));
  }

  /** Then it is repeated when it was not found, and not before (`reconcile-unknown`). */
  private canBeLookedFor({ profileId }: Claim): boolean {
    const profile = this.documents.get(SendingProfileDocument, profileId);
    return profile !== undefined && keepsSentMail(profile);
  }

  /**
   * The outcome is known to nobody else, so it is written down however long the database stays away, and without what the
   * server said where that cannot be.
   */
  private async writeDown(settlement: Settlement, claim: Claim, { durationMs, ends }: Patience): Promise<void> {
    let written = settlement;
    for (;;) {
      try {
        const isOurs = await this.ledger.settle(claim, written);
        if (isOurs) this.logger.log({ ...factsOf(claim, settlement), durationMs }, 'delivery settled');
        else this.logger.warn(factsOf(claim, settlement), 'somebody else has settled it');
        return;
      } catch (error) {
        this.logger.warn({ err: error, delivery: claim.id }, 'an outcome could not be written down, trying again');
        if (ends.aborted) return;
        if (isOfItsWords(error)) written = withoutWords(settlement);
        await new Promise((resume) => setTimeout(resume, SETTLE_AGAIN_MS));
      }
    }
  }
}

interface Patience {
  readonly durationMs: number;
  readonly ends: AbortSignal;
}

/** What the log says of an attempt: never to whom. */
const factsOf = ({ id, notificationId, attempt }: Claim, settlement: Settlement) => ({
  delivery: id,
  notification: notificationId,
  state: settlement.state,
  ...('code' in settlement && { code: settlement.code }),
  attempt,
});
