import { fromAddressOf, type SendingProfile } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import type { MailAttachment, MailProvider, OutboundMail, Receipt } from '@replyline/providers';
import { Injectable, Logger } from '@nestjs/common';
import { FetchFiles } from '../attach-files/fetch-files.js';
import { Means } from '../means.js';
import { message } from '../render/message.js';
import { senderOf } from '../render/sender.js';
import { readableMail } from '../seal-variables/seal-words.js';
import { Claims, type Claim } from './claims.js';
import { SignMail } from './sign-mail.js';
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
    private readonly signMail: SignMail,
    private readonly fetchFiles: FetchFiles,
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

  private send(claim: Claim, signal: AbortSignal): Promise<Receipt> {
    const { mail, lane } = claim;
    return this.fetchFiles.during({ files: mail.files, lane }, signal, (files) => this.sendWith(files, claim, signal));
  }

  private async sendWith(files: readonly MailAttachment[], claim: Claim, signal: AbortSignal): Promise<Receipt> {
    // Only now: a mail that waited for its turn goes the way that its profile says by then.
    const { profile, provider } = this.waysOut.of(claim.profileId);
    const fromAddress = fromAddressOf(profile);
    const { reversePath = fromAddress } = claim.mail;
    const outbound = { ...(await this.composed(claim, files, profile)), reversePath };
    const way = { provider, claim, signal };
    if (reversePath === null || reversePath === fromAddress) return this.give(outbound, way);
    return (await this.unlessSenderRefused(outbound, way)) ?? this.give({ ...outbound, reversePath: fromAddress }, way);
  }

  private async composed(
    { id, mail: pinned, messageId }: Claim,
    files: readonly MailAttachment[],
    profile: SendingProfile,
  ): Promise<Omit<OutboundMail, 'reversePath'>> {
    const mail = readableMail(pinned, id, this.means.secrets);
    const sender = senderOf(profile, mail.from);
    const inParts = async () => ({ content: await message(mail, messageId, sender), attachments: files });
    const content = await message(mail, messageId, sender, files);
    return {
      forwardPath: mail.to.address,
      content: this.signMail.by(profile, sender.address, content),
      fromAddress: mail.from?.address,
      ...(files.length > 0 && { inParts }),
    };
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
