import { ReplyMailboxDocument, type TestReport, type TrySendingProfileV1 } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { expiryDayFor, mintToken } from '@replyline/intent';
import { Documents } from '@replyline/messaging';
import { trialEnd, trySmtp } from '@replyline/providers/smtp';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { Chance } from '../chance.js';
import { Clock } from '../clock.js';
import { passwordOf, smtpOnly, type SmtpProfile } from '../deliver-mail/ways-out.js';
import { Means } from '../means.js';
import { addressing } from '../render/addressing.js';
import { message } from '../render/message.js';
import type { PinnedMail } from '../render/pinned-mail.js';
import { senderOf } from '../render/sender.js';
import { pinnedTestMail } from '../render/test-mail.js';

type Question = z.output<typeof TrySendingProfileV1.question>;

/** Tries a draft the way real mail goes: same adapter, same envelope, same headers. Nothing is kept. */
@Injectable()
export class TryProfile {
  constructor(
    private readonly documents: Documents,
    private readonly means: Means,
    private readonly clock: Clock,
    private readonly chance: Chance,
  ) {}

  /** Comes to its end before whoever asked gives up, also when there are two tries. */
  async now({ profile, ...question }: Question): Promise<TestReport> {
    try {
      return await this.smtp(smtpOnly(profile), question);
    } catch (error) {
      if (error instanceof Failure) return untried(error);
      throw error;
    }
  }

  private async smtp(profile: SmtpProfile, { recipient, authorities }: Omit<Question, 'profile'>): Promise<TestReport> {
    const password = passwordOf(profile, this.means.secrets);
    const { messageId, reversePath = profile.fromAddress } = this.addressing(profile);
    const pinned =
      recipient === undefined ? undefined : pinnedTestMail(recipient, { messageId, now: this.clock.now() });
    const draft = { profile, password, authorities, messageId, pinned, end: trialEnd(profile) };
    const report = await attempt(draft, reversePath);
    const isSenderRefused = report.steps.some(({ code }) => code === 'provider.sender_refused');
    return isSenderRefused && reversePath !== profile.fromAddress ? attempt(draft, profile.fromAddress) : report;
  }

  /** As for a notification that cannot be answered: its reports and answers come to the mailbox that is read. */
  private addressing({ fromAddress }: SmtpProfile) {
    const intent = {
      purpose: 'no-reply',
      replyKey: this.chance.replyKey(),
      expiryDay: expiryDayFor(this.clock.now()),
    } as const;
    const token = mintToken(intent, this.means.intent);
    const stored = this.documents.get(ReplyMailboxDocument);
    const mailbox = stored?.enabled ? stored : undefined;
    const { messageId, reversePath } = addressing({ kind: 'assignment', token, mailbox, fromAddress });
    return { messageId, ...(reversePath && { reversePath }) };
  }
}

interface Draft {
  readonly profile: SmtpProfile;
  readonly password: string | undefined;
  readonly authorities: readonly string[];
  readonly messageId: string;
  /** Absent where no mail is to leave. */
  readonly pinned: PinnedMail | undefined;
  readonly end: AbortSignal;
}

async function attempt(
  { profile, password, authorities, messageId, pinned, end }: Draft,
  reversePath: string,
): Promise<TestReport> {
  const settings = { settings: profile, password, authorities };
  if (!pinned) return trySmtp(settings, { reversePath }, end);
  const content = await message(pinned, messageId, senderOf(profile));
  return trySmtp(settings, { reversePath, mail: { reversePath, forwardPath: pinned.to.address, content } }, end);
}

/** No server was asked anything: the draft was sealed for somebody else, or nothing here sends that way. */
const untried = ({ code, remediation }: Failure): TestReport => ({
  outcome: 'failed',
  steps: [{ name: 'authentication', outcome: 'failed', code, remediation }],
});
