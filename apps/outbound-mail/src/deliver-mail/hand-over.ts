import { Failure } from '@replyline/errors';
import type { Receipt } from '@replyline/providers';
import { Injectable, Logger } from '@nestjs/common';
import { message } from '../render/message.js';
import { Claims, type Claim } from './claims.js';
import { WaysOut } from './ways-out.js';

/** One attempt: the mail is composed, given to the provider, and whatever happens becomes a value. */
@Injectable()
export class HandOver {
  private readonly logger = new Logger('HandOver');

  constructor(
    private readonly claims: Claims,
    private readonly waysOut: WaysOut,
  ) {}

  async attempt(claim: Claim, signal: AbortSignal): Promise<Receipt | Failure> {
    try {
      return await this.send(claim, signal);
    } catch (error) {
      if (error instanceof Failure) return error;
      // The database, or a defect. Only the provider can know that mail was accepted, and it says so with a Failure.
      this.logger.error({ err: error, delivery: claim.id }, 'an attempt ended badly');
      return new Failure('service.unavailable');
    }
  }

  private async send(claim: Claim, signal: AbortSignal): Promise<Receipt> {
    const { profile, provider } = this.waysOut.of(claim.profileId);
    const { mail, messageId } = claim;
    const content = await message(mail, messageId, { name: profile.displayName, address: profile.fromAddress });
    const reversePath = mail.reversePath === undefined ? profile.fromAddress : mail.reversePath;
    const outbound = { reversePath, forwardPath: mail.to.address, content };
    return provider.send(outbound, () => this.claims.handOver(claim), signal);
  }
}
