import {
  ReplyMailboxDocument,
  SendingProfileDocument,
  TryReplyMailboxV1,
  TrySendingProfileV1,
  type TestReport,
} from '@replyline/contracts';
import { Requester } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { Certificates } from '../certificates/certificates.js';

/** What the way there and back takes beside the mail server. */
const OVERHEAD_SECONDS = 5;
/** A mailbox has no time limit of its own: login, SELECT and IDLE together are allowed this much. */
const MAILBOX_SECONDS = 60;

/** What the question has place for. */
const MOST_AUTHORITIES = 200;

/** Where a test mail goes, and where reports about it go. */
interface TestMail {
  readonly recipient?: string | undefined;
  readonly locale?: string | undefined;
  /** `null`: nowhere. */
  readonly reversePath?: string | null | undefined;
}

/** Has settings tried by the service that will use them: what works from here says nothing about there. */
@Injectable()
export class TrySettings {
  constructor(
    private readonly requester: Requester,
    private readonly certificates: Certificates,
  ) {}

  /**
   * With a recipient a test mail leaves; `further` authorities are trusted, too, which are about to be uploaded. Throws
   * `service.unavailable` when outbound-mail does not answer.
   */
  async sendingProfile(
    document: object,
    { recipient, locale, reversePath }: TestMail = {},
    further: readonly string[] = [],
  ): Promise<TestReport> {
    const authorities = await this.trusted(further);
    const profile = SendingProfileDocument.parse(document);
    const timeoutMs = (profile.timeoutSeconds + OVERHEAD_SECONDS) * 1_000;
    const question = { profile, authorities, recipient, locale, reversePath };
    return this.requester.ask(TrySendingProfileV1, question, { timeoutMs });
  }

  /** Throws `service.unavailable` when inbound-reply does not answer. */
  async replyMailbox(document: object, further: readonly string[] = []): Promise<TestReport> {
    const authorities = await this.trusted(further);
    const mailbox = ReplyMailboxDocument.parse(document);
    const timeoutMs = (MAILBOX_SECONDS + OVERHEAD_SECONDS) * 1_000;
    return this.requester.ask(TryReplyMailboxV1, { mailbox, authorities }, { timeoutMs });
  }

  private async trusted(further: readonly string[]): Promise<string[]> {
    return [...further, ...(await this.certificates.authorities())].slice(0, MOST_AUTHORITIES);
  }
}
