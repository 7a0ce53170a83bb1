import {
  ReplyMailboxDocument,
  SendingProfileDocument,
  TryReplyMailboxV1,
  TrySendingProfileV1,
  type TestReport,
} from '@replyline/contracts';
import { Requester } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';

/** What the way there and back takes beside the mail server. */
const OVERHEAD_SECONDS = 5;
/** A mailbox has no time limit of its own: login, SELECT and IDLE together are allowed this much. */
const MAILBOX_SECONDS = 60;

/** Has settings tried by the service that will use them: what works from here says nothing about there. */
@Injectable()
export class TrySettings {
  constructor(private readonly requester: Requester) {}

  /** With a recipient a test mail leaves. Throws `service.unavailable` when outbound-mail does not answer. */
  sendingProfile(document: object, recipient?: string): Promise<TestReport> {
    const profile = SendingProfileDocument.parse(document);
    const timeoutMs = (profile.timeoutSeconds + OVERHEAD_SECONDS) * 1_000;
    return this.requester.ask(TrySendingProfileV1, { profile, ...(recipient && { recipient }) }, { timeoutMs });
  }

  /** Throws `service.unavailable` when inbound-reply does not answer. */
  replyMailbox(document: object): Promise<TestReport> {
    const timeoutMs = (MAILBOX_SECONDS + OVERHEAD_SECONDS) * 1_000;
    return this.requester.ask(TryReplyMailboxV1, { mailbox: ReplyMailboxDocument.parse(document) }, { timeoutMs });
  }
}
