import { hasField, header, type InboundMail } from '../mail.js';
import { isAbsenceNote, isAcknowledgement, isChallenge, type Said } from './automatic-in-words.js';

/**
 * Whether software, not a person, sent the message.
 * RFC 3834 §5: every `Auto-Submitted` value but `no` says so, and unknown values count as automatic.
 */
export function isAutoSubmitted(mail: Pick<InboundMail, 'headers'>): boolean {
  const keyword = header(mail, 'auto-submitted')?.split(/[;(]/, 1)[0]?.trim().toLowerCase();
  return keyword !== undefined && keyword !== 'no';
}

/** Several responders write a text into these fields, so anything but a denial counts. */
const saysYes =
  (...names: string[]) =>
  (mail: InboundMail): boolean =>
    names.some((name) => (mail.headers.get(name) ?? []).some((value) => !/^(no|false|0)?$/i.test(value.trim())));

const PRECEDENCES = new Set(['auto_reply', 'auto-reply', 'bulk', 'junk', 'list']);
const ROBOTS =
  /^(?:mailer-daemon|postmaster|autoreply|auto-reply|autoresponder|vacation|listserv|majordomo)(?:[-+._][^@]*)?@/;

/** One of these says by itself that no person wrote the message for the conversation. The verdict names it. */
const SIGNS: readonly (readonly [sign: string, isSo: (mail: InboundMail, said: Said) => boolean])[] = [
  ['Auto-Submitted (RFC 3834)', isAutoSubmitted],
  ['a receipt (RFC 8098)', isReceipt],
  ['a calendar answer (RFC 5546)', isCalendarAnswer],
  [
    'a field of automatic replies',
    saysYes(
      'x-autoreply',
      'x-autorespond',
      'x-autoresponder',
      'x-autoreply-from',
      'x-mail-autoreply',
      'x-fc-machinegenerated',
    ),
  ],
  [
    'a field of a ticket system',
    saysYes(
      'x-servicenow-generated',
      'x-otrs-loop',
      'x-znuny-loop',
      'x-rt-loop-prevention',
      'x-zammad-auto-response',
      'x-freshdesk-autoreply',
    ),
  ],
  [
    'a challenge',
    hasField(
      'x-boxbe-request',
      'x-choicemail-registration-request',
      'x-tmda-confirm',
      'x-asvp-challenge',
      'x-uol-challenge',
    ),
  ],
  ['Precedence', (mail) => valuesOf(mail, 'precedence', 'x-precedence').some((value) => PRECEDENCES.has(value))],
  [
    'mail of a list (RFC 2369, RFC 2919)',
    hasField('list-id', 'list-post', 'mailing-list', 'x-mailing-list', 'x-mailman-version'),
  ],
  ['a null reverse-path', (mail) => mail.returnPath === ''],
  ['a robot in From', (mail) => mail.from.some(({ address }) => ROBOTS.test(address))],
  ['an absence note', isAbsenceNote],
  ['an acknowledgement', isAcknowledgement],
  ['a challenge in words', isChallenge],
];

const valuesOf = (mail: InboundMail, ...names: string[]): string[] =>
  names.flatMap((name) => mail.headers.get(name) ?? []).map((value) => value.trim().toLowerCase());

/** A mail that was displayed, deleted or refused: `multipart/report; report-type=disposition-notification`. */
function isReceipt(mail: InboundMail): boolean {
  const type = header(mail, 'content-type')?.toLowerCase() ?? '';
  const isReport = type.startsWith('multipart/report') && type.includes('disposition-notification');
  return isReport || mail.attachments.some(({ mediaType }) => /^message\/disposition-notification$/i.test(mediaType));
}

/** Somebody accepted or declined; what he wrote beside it is his answer. */
function isCalendarAnswer({ calendarMethod, text = '', html = '' }: InboundMail): boolean {
  return (
    ['REPLY', 'COUNTER', 'REFRESH'].includes(calendarMethod ?? '') &&
    `${text}${html.replace(/<[^<>]*>/g, '')}`.trim() === ''
  );
}

/**
 * What says that the message is an answer, an absence note or a list mailing that no person meant for the conversation;
 * `undefined` where nothing does. `X-Auto-Response-Suppress` alone is no evidence: Exchange puts it on mail that people write.
 */
export const automaticSign = (mail: InboundMail, said: Said): string | undefined =>
  SIGNS.find(([, isSo]) => isSo(mail, said))?.[0];
