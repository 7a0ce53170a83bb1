import type { InboundMail } from '../mail.js';
import { beginning } from '../text.js';
import { normaliseAddress } from './address.js';
import { parseFields } from './fields.js';
import { parseMessageIds } from './message-id.js';
import { isReportItself } from './report-itself.js';
import { readingsOf } from './subject.js';

/** Somebody told his provider that a mail of ours is unwanted (RFC 5965). */
export interface Complaint {
  /** `abuse`, `fraud`, `opt-out`, … (RFC 5965 §7.3). */
  readonly feedbackType: string;
  /** Who complains, where the provider does not hide it. */
  readonly recipient?: string;
  /** `Message-ID` of the message that he complains about. */
  readonly originalMessageId?: string;
}

type Reporting = Pick<InboundMail, 'report' | 'subject'> &
  Partial<Pick<InboundMail, 'from' | 'headers' | 'returnPath'>>;

/**
 * They tell of something else: a mail that was taken for spam by mistake, failed authentication (RFC 6591), what a
 * scanner found.
 */
const NO_COMPLAINTS = new Set(['not-spam', 'auth-failure', 'dmarc', 'virus']);

/** Microsoft sends the message back with a field of its own, and no machine-readable part (JMRP). */
const JMRP = { subject: /^complaint about message from /i, recipient: 'x-hmxmroriginalrecipient' } as const;

/** Reads a complaint; `undefined` when the message is none. */
export function readComplaint({ report, subject, ...mail }: Reporting): Complaint | undefined {
  if (!report) return undefined;
  const feedback = parseFields(isReportItself(mail) ? (report.feedback ?? '') : '');
  const returned = parseFields(report.returnedHeaders);
  const first = (...values: (string | undefined)[]): string => values.find((value) => value !== undefined) ?? '';
  const isJmrp = returned.size > 0 && readingsOf(subject).some((it) => JMRP.subject.test(it));
  const feedbackType = feedback.get('feedback-type')?.[0]?.toLowerCase() ?? (isJmrp ? 'abuse' : undefined);
  if (feedbackType === undefined || NO_COMPLAINTS.has(feedbackType)) return undefined;
  const to = [
    feedback.get('original-rcpt-to')?.[0],
    feedback.get('removal-recipient')?.[0],
    returned.get(JMRP.recipient)?.[0],
  ];
  const recipient = normaliseAddress(first(...to));
  const originalMessageId = parseMessageIds(returned.get('message-id')?.[0] ?? '')[0];
  return {
    feedbackType: beginning(feedbackType, 40),
    ...(recipient.includes('@') && { recipient }),
    ...(originalMessageId !== undefined && { originalMessageId }),
  };
}
