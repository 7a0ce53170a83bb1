import type { InboundMail } from '../mail.js';
import { normaliseAddress } from './address.js';
import { parseFields } from './fields.js';
import { parseMessageIds } from './message-id.js';

/** What became of one message for one recipient (RFC 3464 §2.3). */
export interface DeliveryReport {
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** RFC 3463: class, subject and detail, for instance `5.1.1`. */
  readonly statusCode: string;
  /** Trying again would change nothing. */
  readonly isPermanent: boolean;
  /** Whom we addressed, where the reporting server kept it. */
  readonly originalRecipient?: string;
  readonly finalRecipient?: string;
  /** `Message-ID` of the message that the report is about. */
  readonly originalMessageId?: string;
}

const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;

/** A report lists the recipients of one message; ours have one. More than this is an attack. */
const MAX_RECIPIENTS = 100;

/**
 * Reads a delivery status notification; `undefined` when the message is none.
 * Where it lists several recipients, the worst news is taken: ours went to one recipient each.
 */
export function readDeliveryReport(mail: Pick<InboundMail, 'report'>): DeliveryReport | undefined {
  if (!mail.report) return undefined;
  const [, ...groups] = mail.report.deliveryStatus.split(/\n[ \t]*\n+/, MAX_RECIPIENTS + 1);
  const recipients = groups.map(parseFields).flatMap((fields) => readRecipient(fields) ?? []);
  const worst = ACTIONS.map((action) => recipients.find((one) => one.action === action)).find(Boolean);
  const originalMessageId = parseMessageIds(parseFields(mail.report.returnedHeaders).get('message-id')?.[0] ?? '')[0];
  return worst && { ...worst, ...(originalMessageId !== undefined && { originalMessageId }) };
}

function readRecipient(fields: ReadonlyMap<string, readonly string[]>): DeliveryReport | undefined {
  const field = (name: string): string => fields.get(name)?.[0] ?? '';
  const action = ACTIONS.find((known) => field('action').toLowerCase().startsWith(known));
  if (!action) return undefined;
  const statusCode =
    /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(field('status'))?.[0] ?? (action === 'failed' ? '5.0.0' : '4.0.0');
  const originalRecipient = address(field('original-recipient'));
  const finalRecipient = address(field('final-recipient'));
  return {
    action,
    statusCode,
    isPermanent: action === 'failed' && !statusCode.startsWith('4'),
    ...(originalRecipient && { originalRecipient }),
    ...(finalRecipient && { finalRecipient }),
  };
}

/** RFC 3464 §2.3.1: `address-type ; address`. */
const address = (value: string): string => normaliseAddress(value.slice(value.indexOf(';') + 1));
