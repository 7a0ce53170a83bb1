import { randomBytes } from 'node:crypto';
import {
  ReplyMailboxDocument,
  type SendingProfile,
  type TestReport,
  type TrySendingProfileV1,
} from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { expiryDayFor, mintToken } from '@replyline/intent';
import { Documents } from '@replyline/messaging';
import { trySmtp } from '@replyline/providers/smtp';
import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import { passwordOf } from '../deliver-mail/ways-out.js';
import { Means } from '../means.js';
import { addressing } from '../render/addressing.js';
import { message } from '../render/message.js';
import { pinnedTestMail } from '../render/test-mail.js';

type Question = z.output<typeof TrySendingProfileV1.question>;

/** Tries a draft the way real mail goes: same adapter, same envelope, same headers. Nothing is kept. */
@Injectable()
export class TryProfile {
  constructor(
    private readonly documents: Documents,
    private readonly means: Means,
  ) {}

  async now({ profile, recipient }: Question): Promise<TestReport> {
    const password = this.password(profile);
    if (password instanceof Failure) return unopened(password);
    const { messageId, reversePath = profile.fromAddress } = this.addressing(profile);
    const report = await attempt({ profile, password, messageId, recipient, reversePath });
    const isSenderRefused = report.steps.some(({ code }) => code === 'provider.sender_refused');
    return isSenderRefused && reversePath !== profile.fromAddress
      ? attempt({ profile, password, messageId, recipient, reversePath: profile.fromAddress })
      : report;
  }

  private password(profile: SendingProfile): string | undefined | Failure {
    try {
      return passwordOf(profile, this.means.secrets);
    } catch (error) {
      if (error instanceof Failure) return error;
      throw error;
    }
  }

  /** As for a notification that cannot be answered: its reports and answers come to the mailbox that is read. */
  private addressing({ fromAddress }: SendingProfile) {
    const intent = {
      purpose: 'no-reply',
      replyKey: randomBytes(12).toString('hex'),
      expiryDay: expiryDayFor(new Date()),
    } as const;
    const token = mintToken(intent, this.means.intent);
    const stored = this.documents.get(ReplyMailboxDocument);
    const mailbox = stored?.enabled ? stored : undefined;
    const { messageId, reversePath } = addressing({ kind: 'assignment', token, mailbox, fromAddress });
    return { messageId, ...(reversePath && { reversePath }) };
  }
}

interface Attempt {
  readonly profile: SendingProfile;
  readonly password: string | undefined;
  readonly recipient: string | undefined;
  readonly messageId: string;
  readonly reversePath: string;
}

async function attempt({ profile, password, recipient, messageId, reversePath }: Attempt): Promise<TestReport> {
  const settings = { settings: profile, password };
  if (recipient === undefined) return trySmtp(settings, { reversePath });
  const pinned = pinnedTestMail(recipient, { messageId, now: new Date() });
  const content = await message(pinned, messageId, { name: profile.displayName, address: profile.fromAddress });
  return trySmtp(settings, { reversePath, mail: { reversePath, forwardPath: recipient, content } });
}

/** No server was asked anything: the draft was sealed for somebody else. */
const unopened = ({ code, remediation }: Failure): TestReport => ({
  outcome: 'failed',
  steps: [{ name: 'authentication', outcome: 'failed', code, remediation }],
});
