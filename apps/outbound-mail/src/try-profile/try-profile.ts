import {
  fromAddressOf,
  ReplyMailboxDocument,
  type SendingProfile,
  type TestReport,
  type TrySendingProfileV1,
} from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { expiryDayFor, mintToken } from '@replyline/intent';
import { Documents } from '@replyline/messaging';
import { trialEnd, type Trial } from '@replyline/providers/smtp';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Chance } from '../chance.js';
import { Clock } from '../clock.js';
import { Openers } from '../deliver-mail/openers.js';
import { SignMail } from '../deliver-mail/sign-mail.js';
import { Means } from '../means.js';
import { addressing } from '../render/addressing.js';
import { message } from '../render/message.js';
import type { PinnedMail } from '../render/pinned-mail.js';
import { senderOf } from '../render/sender.js';
import { pinnedTestMail } from '../render/test-mail.js';
import { withNextSteps } from './next-steps.js';
import { tryOut } from './trial-of.js';

type Question = z.output<typeof TrySendingProfileV1.question>;

interface Tried {
  readonly pinned: PinnedMail | undefined;
  readonly messageId: string;
  readonly reversePath: string | null;
}

/** Tries a draft the way real mail goes: same adapter, same envelope, same headers. Nothing is kept. */
@Injectable()
export class TryProfile {
  constructor(
    private readonly documents: Documents,
    private readonly means: Means,
    private readonly openers: Openers,
    private readonly signMail: SignMail,
    private readonly clock: Clock,
    private readonly chance: Chance,
  ) {}

  /** Comes to its end before whoever asked gives up, also when there are two tries. */
  async now({ profile, recipient, locale, reversePath: chosen, authorities }: Question): Promise<TestReport> {
    const { messageId, reversePath: usual = fromAddressOf(profile) } = this.addressing(profile);
    const reversePath = chosen === undefined ? usual : chosen;
    const now = this.clock.now();
    const pinned = recipient === undefined ? undefined : pinnedTestMail(recipient, { messageId, now, locale });
    const end = trialEnd(profile);
    try {
      const attempt = async (path: string | null) =>
        tryOut(profile, {
          openers: this.openers,
          authorities,
          trial: await this.trialOf(profile, { pinned, messageId, reversePath: path }),
          end,
        });
      const report = await attempt(reversePath);
      const isSenderRefused = report.steps.some(({ code }) => code === 'provider.sender_refused');
      const isOther =
        chosen === undefined && reversePath !== fromAddressOf(profile) && profile.kind !== 'microsoft-graph';
      return withNextSteps(isSenderRefused && isOther ? await attempt(fromAddressOf(profile)) : report);
    } catch (error) {
      if (error instanceof Failure) return untried(error);
      throw error;
    }
  }

  /**
   * As for a notification that cannot be answered: its reports and answers come to the mailbox that is read, and those of
   * what a script sends to whom it comes from.
   */
  private addressing(profile: SendingProfile) {
    const intent = {
      purpose: 'no-reply',
      replyKey: this.chance.replyKey(),
      expiryDay: expiryDayFor(this.clock.now()),
    } as const;
    const token = mintToken(intent, this.means.intent);
    const stored = this.documents.get(ReplyMailboxDocument);
    const mailbox = stored?.enabled && profile.scope === 'system' ? stored : undefined;
    const { messageId, reversePath } = addressing({
      kind: 'assignment',
      token,
      mailbox,
      fromAddress: fromAddressOf(profile),
    });
    return { messageId, ...(reversePath && { reversePath }) };
  }

  /** Signed as real mail is. */
  private async trialOf(profile: SendingProfile, { pinned, messageId, reversePath }: Tried): Promise<Trial> {
    if (!pinned) return { reversePath };
    const from = senderOf(profile);
    const content = this.signMail.by(profile, from.address, await message(pinned, messageId, from));
    return { reversePath, mail: { reversePath, forwardPath: pinned.to.address, content, fromAddress: from.address } };
  }
}

/** No server was asked anything: the draft was sealed for somebody else. */
const untried = ({ code, remediation }: Failure): TestReport => ({
  outcome: 'failed',
  steps: [{ name: 'authentication', outcome: 'failed', code, remediation }],
});
