import { fromAddressOf, type SendingProfile } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import type { MailAttachment, MailProvider, OutboundMail, Receipt } from '@replyline/providers';
import { Injectable, Logger } from '@nestjs/common';
import { FetchFiles } from '../attach-files/fetch-files.js';
import { Means } from '../means.js';
import { message } from '../render/message.js';
import { senderOf } from '../render/sender.js';
import { readableMail } from '../seal-variables/seal-words.js';
import type { Claim } from './claims.js';
import { Ledger } from './ledger.js';
import { SignMail } from './sign-mail.js';
import { WaysOut } from './ways-out.js';

interface Way {
  readonly provider: MailProvider;
  readonly going: Going;
  readonly signal: AbortSignal;
}

/** A delivery on its way out. */
interface Going {
  readonly claim: Claim;
  /** Whether the intent to hand it over may be written down. */
  isHandedOver: boolean;
}

export interface Attempt {
  readonly result: Receipt | Failure;
  readonly isHandedOver: boolean;
}

/** One attempt: the mail is composed, given to the provider, and whatever happens becomes a value. */
@Injectable()
export class HandOver {
  private readonly logger = new Logger('HandOver');

  constructor(
    private readonly ledger: Ledger,
    private readonly waysOut: WaysOut,
    private readonly signMail: SignMail,
    private readonly fetchFiles: FetchFiles,
    private readonly means: Means,
  ) {}

  async attempt(claim: Claim, signal: AbortSignal): Promise<Attempt> {
    const going: Going = { claim, isHandedOver: false };
    const result = await this.send(going, signal).catch((error: unknown) => {
      if (error instanceof Failure) return error;
      // The database, or a defect. Only the provider can know that mail was accepted, and it says so with a Failure.
      this.logger.error({ err: error, delivery: claim.id }, 'an attempt ended badly');
      return new Failure('service.unavailable');
    });
    return { result, isHandedOver: going.isHandedOver };
  }

  private async send(going: Going, signal: AbortSignal): Promise<Receipt> {
    const { mail, lane } = going.claim;
    return this.fetchFiles.during({ files: mail.files, lane }, signal, (files) => this.sendWith(files, going, signal));
  }

  private async sendWith(files: readonly MailAttachment[], going: Going, signal: AbortSignal): Promise<Receipt> {
    const { claim } = going;
    // Only now: a mail that waited for its turn goes the way that its profile says by then.
    const { profile, provider } = this.waysOut.of(claim.profileId);
    const fromAddress = fromAddressOf(profile);
    const { reversePath = fromAddress } = claim.mail;
    const outbound = { ...(await this.composed(claim, files, profile)), reversePath };
    const way = { provider, going, signal };
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
      fromAddress: sender.address,
      ...(files.length > 0 && { inParts }),
    };
  }

  private give(mail: OutboundMail, { provider, going, signal }: Way): Promise<Receipt> {
    const { claim } = going;
    const handOver = () => {
      going.isHandedOver = true;
      return this.ledger.handOver(claim);
    };
    return provider.send(mail, handOver, signal);
  }

  /**
   * Reports belong into the mailbox that is read, but some servers only take mail of the account that logged in:
   * `undefined` then, because the From address as reverse-path is better than no mail. Once it was handed over, no
   * other try is left.
   */
  private async unlessSenderRefused(mail: OutboundMail, way: Way): Promise<Receipt | undefined> {
    try {
      return await this.give(mail, way);
    } catch (error) {
      const isRefused = error instanceof Failure && error.code === 'provider.sender_refused';
      if (isRefused && !way.going.isHandedOver) return undefined;
      throw error;
    }
  }
}
