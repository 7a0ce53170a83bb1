import { hasField, type InboundMail } from '../mail.js';
import { hasSecondSign } from './responder-fields.js';
import { beginningOf, type Said } from './said.js';
import { readingsOf } from './subject.js';

const TICKET_FIELDS = hasField(
  'x-otrs-ticketid',
  'rt-ticket',
  'x-jira-fingerprint',
  'x-zendesk-from-account-id',
  'x-sn-token',
  'x-zammad-ticket',
  'x-kayako-ticket',
);
/** Never behind a `Re:` of any language: that is how people answer what has such a subject. */
const ACKNOWLEDGED =
  /^(?:\[[^\]]{1,60} #\d+\] ?auto-?reply:|(?:\[(?:request|ticket|case)[^\]]{0,40}\] ?)?(?:(?:your )?(?:request|ticket|case|enquiry|inquiry|message)\b.{0,40}\b(?:received|created|opened|registered|logged)|we(?:'ve| have) received your (?:request|message|enquiry|mail|email|e-mail)|thank you for contacting|(?:ihre |ihr )?(?:anfrage|ticket|vorgang).{0,40}(?:eingegangen|erhalten|erstellt)|eingangsbestätigung|accusé de réception|acuse de recibo|conferma di ricezione|ontvangstbevestiging))|^(?:\[[^\]]{1,60}\] ?)?(?:\[(?:request|ticket) received\]|(?:request|ticket) (?:received|created):)/;
const TICKET_TEXT =
  /(?:ticket|case|request|reference|vorgang|anfrage|demande|solicitud)(?:snummer|-nr\.?| ?number| ?id| no\.?)?(?: (?:is|lautet|ist|est|es|è|é))? ?[:#(–-]? ?\[?#?[a-z]{0,8}-?\d{3,}|do not reply to this|bitte antworten sie nicht/;

/** "We have received your request": as with absence notes the subject does not decide alone. */
export const isAcknowledgement = (mail: InboundMail, { text, isProven }: Said): boolean =>
  isNamedAcknowledgement(mail) &&
  (TICKET_FIELDS(mail) || hasSecondSign(mail) || (!isProven && TICKET_TEXT.test(beginningOf(text))));

/** People ask about requests that were received. */
const ASKS = /[?？؟]$/;

export const isNamedAcknowledgement = ({ subject }: InboundMail): boolean =>
  !ASKS.test(subject.trim()) && readingsOf(subject.trim().toLowerCase()).some((it) => ACKNOWLEDGED.test(it));
