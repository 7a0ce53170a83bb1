import { fromAddressOf } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import type { MailProvider, OutboundMail, Receipt } from '@replyline/providers';
import { Injectable, Logger } from '@nestjs/common';
import { Means } from '../means.js';
import { message } from '../render/message.js';
import { senderOf } from '../render/sender.js';
import { readableMail } from '../seal-variables/seal-words.js';
import { Claims, type Claim } from './claims.js';
import { WaysOut } from './ways-out.js';

interface Way {
  readonly provider: MailProvider;
  readonly claim: Claim;
  readonly signal: AbortSignal;
}

/** One attempt: the mail is composed, given to the provider, and whatever happens becomes a value. */
@Injectable()
export class HandOver {
  private readonly logger = new Logger('HandOver');

  constructor(
    private readonly claims: Claims,
    private readonly waysOut: WaysOut,
    private readonly means: Means,
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
    const { messageId } = claim;
    const mail = readableMail(claim.mail, claim.id, this.means.secrets);
    const content = await message(mail, messageId, senderOf(profile, mail.from));
    const fromAddress = fromAddressOf(profile);
    const { reversePath = fromAddress } = mail;
    const outbound = { reversePath, forwardPath: mail.to.address, content, fromAddress: mail.from?.address };
    const way = { provider, claim, signal };
    if (reversePath === null || reversePath === fromAddress) return this.give(outbound, way);
    return (await this.unlessSenderRefused(outbound, way)) ?? this.give({ ...outbound, reversePath: fromAddress }, way);
  }

  private give(mail: OutboundMail, { provider, claim, signal }: Way): Promise<Receipt> {
    return provider.send(mail, () => this.claims.handOver(claim), signal);
  }

  /**
   * Reports belong into the mailbox that is read, but some servers only take mail of the account that logged in:
   * `undefined` then, because the From address as reverse-path is better than no mail. Once it was handed over, no
   * other try is left.
   */
  private async unlessSenderRefused(
    mail: OutboundMail,
    { provider, claim, signal }: Way,
  ): Promise<Receipt | undefined> {
    let isHandedOver = false;
    const handOver = () => {
      isHandedOver = true;
      return this.claims.handOver(claim);
    };
    try {
      return await provider.send(mail, handOver, signal);
    } catch (error) {
      const isRefused = error instanceof Failure && error.code === 'provider.sender_refused';
      if (isRefused && !isHandedOver) return undefined;
      throw error;
    }
  }
}
