import { z } from 'zod';
import { pem } from '../settings/certificate.js';
import { ReplyMailboxDocument } from '../settings/reply-mailbox.js';
import { SendingProfileDocument } from '../settings/sending-profile.js';
import { locale, mailAddress } from '../text.js';
import { request } from './request.js';
import { testReport } from './test-report.js';

/** The uploaded CA certificates as they are now: the buckets may be a moment behind. */
const authorities = z.array(pem).max(200).default([]);

/**
 * Asks outbound-mail to try a draft of a sending profile, with the code that sends real mail.
 * With `recipient` a test mail is sent; without, everything up to the sender is tried and no mail leaves.
 */
export const TrySendingProfileV1 = request(
  'outbound-mail.try-sending-profile.v1',
  z.object({
    profile: SendingProfileDocument.schema,
    recipient: mailAddress.optional(),
    /** What the test mail is written in, where there are words for it. */
    locale: locale.default('en'),
    /** Instead of the one that real mail would have (RFC 5321 §4.1.1.2); `null` is the null reverse-path (§4.5.5). */
    reversePath: mailAddress.nullable().optional(),
    authorities,
  }),
  testReport,
);

/** Asks inbound-reply to try a draft of the reply mailbox, with the code that reads real mail. */
export const TryReplyMailboxV1 = request(
  'inbound-reply.try-reply-mailbox.v1',
  z.object({ mailbox: ReplyMailboxDocument.schema, authorities }),
  testReport,
);
