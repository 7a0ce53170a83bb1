import type { InboundMail } from '../mail.js';
import { normaliseAddress } from './address.js';
import { parseFields } from './fields.js';
import { parseMessageIds } from './message-id.js';
import { enhancedIn, statusIn, unknownInWords } from './report-status.js';
import { isReportItself } from './report-itself.js';
import { readWrittenReports } from './written-report.js';

/** What became of one message for one recipient (RFC 3464 §2.3). */
export interface RecipientReport {
  readonly action: 'failed' | 'delayed' | 'delivered' | 'relayed' | 'expanded';
  /** RFC 3463: class, subject and detail, for instance `5.1.1`. */
  readonly statusCode: string;
  /** Trying again would change nothing. */
  readonly isPermanent: boolean;
  /** Whom we addressed, where the reporting server kept it. */
  readonly originalRecipient?: string;
  readonly finalRecipient?: string;
}

export interface DeliveryReport extends RecipientReport {
  /** `Message-ID` of the message that the report is about. */
  readonly originalMessageId?: string;
}

type Reporting = Pick<InboundMail, 'report'> &
  Partial<Pick<InboundMail, 'from' | 'returnPath' | 'headers' | 'subject' | 'text' | 'html' | 'inReplyTo'>>;

/** The worst first. */
const ACTIONS = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const;
/** Where a server names no action: RFC 3463 §3 says what the first digit means. */
const ACTION_OF = { '2': 'delivered', '4': 'delayed', '5': 'failed' } as const;

/** A report lists the recipients of one message; ours have one. More than this is an attack. */
const MAX_RECIPIENTS = 100;

/**
 * Reads a delivery status notification, by RFC 3464 or in a dialect; `undefined` when the message is none. Where it
 * lists several recipients, the one that counts is `sentTo`, whom we addressed. Where it does not name him the worst
 * news is taken: ours went to one recipient each, and the others are those that a list or a forwarder made of him. That
 * one member of a list is gone, or one copy found nobody, says nothing for good of the address that everybody else is
 * reached at.
 */
export function readDeliveryReport(mail: Reporting, sentTo?: string): DeliveryReport | undefined {
  const recipients = mail.report && isReportItself(mail) ? readGroups(mail.report.deliveryStatus) : [];
  const all = recipients.length > 0 ? recipients : inWords(mail);
  const addressed = all.filter((one) => isAbout(one, sentTo));
  const worst = worstOf(addressed.length > 0 ? addressed : all);
  if (!worst) return undefined;
  const isOfAnother = sentTo !== undefined && addressed.length === 0 && worst.finalRecipient !== undefined;
  const originalMessageId = parseMessageIds(
    parseFields(mail.report?.returnedHeaders ?? '').get('message-id')?.[0] ?? '',
  )[0];
  return {
    ...worst,
    isPermanent: worst.isPermanent && !isOfAnother,
    ...(originalMessageId !== undefined && { originalMessageId }),
  };
}

function inWords(mail: Reporting): RecipientReport[] {
  // What an ARF report tells of is a complaint (RFC 5965).
  if (mail.report?.feedback) return [];
  const { from = [], headers = NO_FIELDS, subject = '', returnPath, text, html, inReplyTo } = mail;
  return readWrittenReports({ from, headers, subject, returnPath, text, html, inReplyTo });
}

const NO_FIELDS: InboundMail['headers'] = new Map();

const isAbout = ({ originalRecipient, finalRecipient }: RecipientReport, sentTo = ''): boolean =>
  sentTo !== '' && [originalRecipient, finalRecipient].includes(normaliseAddress(sentTo));

/** Of equal actions what is final. */
function worstOf(recipients: readonly RecipientReport[]): RecipientReport | undefined {
  const worst = ACTIONS.find((action) => recipients.some((one) => one.action === action));
  const those = recipients.filter(({ action }) => action === worst);
  return those.find(({ isPermanent }) => isPermanent) ?? those[0];
}

function readGroups(deliveryStatus: string): RecipientReport[] {
  const groups = deliveryStatus.split(/\n[ \t]*\n+/, MAX_RECIPIENTS + 1);
  return groups.map(parseFields).flatMap((fields) => readRecipient(fields) ?? []);
}

function readRecipient(fields: ReadonlyMap<string, readonly string[]>): RecipientReport | undefined {
  const field = (name: string): string => fields.get(name)?.[0] ?? '';
  const given = enhancedIn(field('status'));
  const action = actionOf(field('action'), given);
  if (!action) return undefined;
  const statusCode = statusOf(given, field('diagnostic-code'), action);
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

/** Some write `fail` or `failure`, and some nothing but a status. */
function actionOf(action: string, status: string | undefined): RecipientReport['action'] | undefined {
  const named = ACTIONS.find((known) => action.toLowerCase().startsWith(known.slice(0, 4)));
  return named ?? ACTION_OF[status?.[0] as keyof typeof ACTION_OF];
}

/** They blame the recipient (5.1.7 and 5.1.8 the sender), and some servers write them for every 550 of another one. */
const BLAMES_RECIPIENT = /^5\.(?:1\.(?:[0-6]|10)|2\.1)$/;

/**
 * A status that says nothing more than its class is made more precise by what the refusing server said. One that blames
 * the address yields to what blames something else: that server knew why. Nothing makes a temporary status a permanent
 * one.
 */
function statusOf(given: string | undefined, diagnostic: string, action: RecipientReport['action']): string {
  const plain = given ?? (action === 'failed' ? '5.0.0' : '4.0.0');
  const said = diagnostic === '' ? undefined : statusIn(diagnostic);
  if (said === undefined || given === undefined) return said ?? plain;
  if (/^5\.[47]\.1$/.test(plain) && unknownInWords(diagnostic) !== undefined) return said;
  if (plain.endsWith('.0.0')) return said[0]! > plain[0]! ? plain : said;
  const isOfElse = !BLAMES_RECIPIENT.test(said) && !said.endsWith('.0.0');
  return (BLAMES_RECIPIENT.test(plain) && isOfElse) || isOnlyKind(plain, said) ? said : plain;
}

/** `5.1.0` is any trouble with an address. */
const isOnlyKind = (plain: string, said: string): boolean =>
  plain.endsWith('.0') && said.startsWith(plain.slice(0, 4)) && said !== plain;

/** RFC 3464 §2.3.1: `address-type ; address`; of the type `utf-8` some characters are written as numbers (RFC 6533 §3). */
const address = (value: string): string =>
  normaliseAddress(
    value
      .slice(value.indexOf(';') + 1)
      .replace(/\\x\{([0-9a-f]{2,6})\}/gi, (_all, digits: string) => characterOf(parseInt(digits, 16))),
  );

/** Half of a surrogate pair is no character: no store of text takes it. */
const characterOf = (point: number): string =>
  point > 0x10_ff_ff || (point >= 0xd8_00 && point <= 0xdf_ff) ? '' : String.fromCodePoint(point);
