import { TryReplyMailboxV1, type TestReport } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Answer } from '@replyline/messaging';
import { patience } from '@replyline/providers';
import { tryImap } from '@replyline/providers/imap';
import { tryGraphMailbox } from '@replyline/providers/microsoft';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { MailboxEndpoints } from '../read-mailbox/mailbox-endpoint.js';
import { withoutPassword } from './without-password.js';

/** Shorter than config waits for the report. */
const LONGEST_MS = 20_000;

@Controller()
export class TryMailboxConsumer {
  constructor(private readonly endpoints: MailboxEndpoints) {}

  /** Tries a draft where mail is really read: from this machine, by the same adapter. */
  @Answer(TryReplyMailboxV1)
  async onTry({ mailbox, authorities }: z.output<typeof TryReplyMailboxV1.question>): Promise<TestReport> {
    try {
      if (mailbox.kind !== 'microsoft-graph') return await tryImap(this.endpoints.imap(mailbox, authorities));
      return await tryGraphMailbox(this.endpoints.graph(mailbox), patience(LONGEST_MS));
    } catch (error) {
      if (error instanceof Failure) return withoutPassword(error, mailbox.kind);
      throw error;
    }
  }
}
