import { TryReplyMailboxV1, type TestReport } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Answer } from '@replyline/messaging';
import { tryImap } from '@replyline/providers/imap';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { endpointOf, MailboxSecrets } from '../read-mailbox/mailbox-endpoint.js';
import { withoutPassword } from './without-password.js';

@Controller()
export class TryMailboxConsumer {
  constructor(private readonly secrets: MailboxSecrets) {}

  /** Tries a draft where mail is really read: from this machine, by the same adapter. */
  @Answer(TryReplyMailboxV1)
  async onTry({ mailbox, authorities }: z.output<typeof TryReplyMailboxV1.question>): Promise<TestReport> {
    try {
      return await tryImap({ ...endpointOf(mailbox, this.secrets.ring), authorities });
    } catch (error) {
      if (error instanceof Failure) return withoutPassword(error);
      throw error;
    }
  }
}
