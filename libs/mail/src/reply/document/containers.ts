import { isTag, type Element } from 'domhandler';
import {
  endingWith,
  marked,
  markedBy,
  marksOf,
  OF_MARKS,
  ofMarks,
  startingWith,
  type Matches,
} from './container-marks.js';
import { textStart } from './text-start.js';

/**
 * What a mark of a mail client means. `quote`: the element is quoted mail. `attribution`: it introduces the quote.
 * `opens`: it introduces the quote, and all that follows is quote. `signature`: what it says. `follows`: the quote is near,
 * which only tells that the HTML is worth reading.
 */
export type Effect = 'quote' | 'attribution' | 'opens' | 'signature' | 'follows';

export interface Container {
  readonly name: string;
  readonly effect: Effect;
  readonly matches: Matches;
}

const holding =
  (attribute: string, ...values: readonly string[]): Matches =>
  ({ attribs }) =>
    values.includes(attribs[attribute] ?? '');

/**
 * What clients call a signature: `CanarySig`, `ydp1a2bsignature`, `Zm-_Id_-Sgn`, `signature_old`. What only tells where
 * one begins goes on.
 */
const SIGNATURE_MARK =
  /(?:^|[-_]|^ydp[\da-f]{1,20})(?:[Ss]ignature|[Ss]ig|[Ss]gn)(?:[-_](?:old|new|block|container|body|text|html|table|\d{1,20}))?$|\p{Ll}Sig(?:nature)?$/u;
/** Whatever names itself a signature. */
export const BY_NAME = 'signature-by-name';
const MAY_NAME = /sig|sgn/i;
const namesSignature = (mark: string): boolean =>
  MAY_NAME.test(mark) &&
  !/^(?:e|task|digital)[-_]?sig/i.test(mark) &&
  SIGNATURE_MARK.test(mark.slice(0, 60).replace(/^[A-Z_-]+$/, lower));
const lower = (text: string): string => text.toLowerCase();

/** The line that desktop Outlook draws above the header of the quoted mail, in its colours since 2007, in all its units. */
const OUTLOOK_LINE =
  /border-top:(?:solid#(?:e1e1e1|b5c4df)|#(?:e1e1e1|b5c4df)solid)?1(?:\.0)?pt|border-top:solid#(?:e1e1e1|b5c4df)1(?:\.0)?pt/;

function hasOutlookLine({ attribs }: Element): boolean {
  const style = (attribs['style'] ?? '').slice(0, 1000);
  return /border/i.test(style) && OUTLOOK_LINE.test(style.toLowerCase().replace(/\s+/g, ''));
}

const isOfGmailQuote = marked('gmail_quote', 'gmail_quote_container');
/** A quote of Gmail is its `blockquote`. The `div` around it also holds what people type below, except in a forward. */
const isGmailForward: Matches = (element, marks) =>
  isOfGmailQuote(element, marks) && element.name !== 'blockquote' && /^[-\s]{5,}/.test(textStart(element));

/** Where the line points to that Gmail puts below a reaction. */
const holdsReactionLink: Matches = ({ name, children }) =>
  name === 'p' && children.some((child) => isTag(child) && child.attribs['href']?.includes('emojireactionemail'));

/** The marks of the clients. Order matters where two match one element: the first counts. */
const CONTAINERS: readonly Container[] = [
  { name: 'gmail_attr', effect: 'attribution', matches: marked('gmail_attr') },
  {
    name: 'gmail_quote',
    effect: 'quote',
    matches: ofMarks(
      (element, marks) =>
        (element.name === 'blockquote' && marks.includes('gmail_quote')) || isGmailForward(element, marks),
    ),
  },
  { name: 'gmail_quote_container', effect: 'follows', matches: isOfGmailQuote },
  { name: 'gmail_signature', effect: 'signature', matches: marked('gmail_signature') },
  { name: 'moz-cite-prefix', effect: 'attribution', matches: marked('moz-cite-prefix') },
  { name: 'moz-signature', effect: 'signature', matches: marked('moz-signature') },
  {
    name: 'blockquote-cite',
    effect: 'quote',
    matches: (element) => element.name === 'blockquote' && /^cite$/i.test(element.attribs['type'] ?? ''),
  },
  {
    name: 'mail-editor-reference-message-container',
    effect: 'quote',
    matches: marked('mail-editor-reference-message-container'),
  },
  {
    name: 'ms-outlook-mobile-reference-message',
    effect: 'quote',
    matches: marked('ms-outlook-mobile-reference-message'),
  },
  { name: 'divRplyFwdMsg', effect: 'opens', matches: marked('divRplyFwdMsg') },
  {
    name: 'outlook-border-top',
    effect: 'opens',
    matches: (element) => element.name === 'div' && hasOutlookLine(element),
  },
  { name: 'OutlookMessageHeader', effect: 'opens', matches: marked('OutlookMessageHeader') },
  { name: 'OLK_SRC_BODY_SECTION', effect: 'quote', matches: marked('OLK_SRC_BODY_SECTION') },
  { name: 'appendonsend', effect: 'follows', matches: marked('appendonsend') },
  {
    name: 'Signature',
    effect: 'signature',
    matches: marked('Signature', 'ms-outlook-mobile-signature', 'OLK_SRC_SIGNATURE'),
  },
  { name: 'AppleMailSignature', effect: 'signature', matches: marked('AppleMailSignature') },
  { name: 'yahoo_quoted', effect: 'quote', matches: endingWith('yahoo_quoted') },
  { name: 'protonmail_quote', effect: 'quote', matches: marked('protonmail_quote') },
  {
    name: 'protonmail_signature',
    effect: 'signature',
    matches: marked(
      'protonmail_signature_block',
      'protonmail_signature_block-user',
      'protonmail_signature_block-proton',
    ),
  },
  { name: 'zmail_extra', effect: 'quote', matches: marked('zmail_extra') },
  {
    name: 'beforequote',
    effect: 'quote',
    matches: (element) => (element.attribs['title'] ?? '').startsWith('beforequote:::'),
  },
  { name: 'front-blockquote', effect: 'quote', matches: marked('front-blockquote') },
  { name: 'messageReplySection', effect: 'quote', matches: marked('messageReplySection') },
  { name: 'alimail-quote', effect: 'quote', matches: marked('alimail-quote') },
  { name: 'tutanota_quote', effect: 'quote', matches: marked('tutanota_quote') },
  { name: 'freshdesk_quote', effect: 'quote', matches: marked('freshdesk_quote') },
  { name: 'notion-mail-quote', effect: 'quote', matches: marked('notion-mail-quote') },
  { name: 'reply-intro', effect: 'attribution', matches: marked('reply-intro') },
  { name: 'postbox-header', effect: 'attribution', matches: marked('__pbConvHr') },
  { name: 'airmail_on', effect: 'attribution', matches: marked('airmail_on') },
  { name: 'zimbra-headers', effect: 'opens', matches: holding('data-marker', '__HEADERS__') },
  { name: 'zimbra-quoted', effect: 'quote', matches: holding('data-marker', '__QUOTED_TEXT__') },
  { name: 'quoted-content', effect: 'quote', matches: holding('name', 'quoted-content') },
  { name: 'missive_quote', effect: 'quote', matches: marked('missive_quote') },
  { name: 'isReplyContent', effect: 'quote', matches: marked('isReplyContent', 'ntes-mailmaster-quote') },
  {
    name: 'quote-of-helpdesk',
    effect: 'quote',
    matches: marked('zd_quote', 'hs_reply', 'gorgias_quote', 'intercom-quote'),
  },
  { name: 'mail-ru-quote', effect: 'follows', matches: marked('js-helper', 'js-readmsg-msg') },
  {
    name: 'signature-of-client',
    effect: 'signature',
    matches: marked(
      'front-signature',
      'missive_signature',
      'sh-signature',
      'bloop_sign',
      'messageSignatureSection',
      'composer_signature',
      'zmail_signature',
      'x-apple-signature',
      'spark_signature',
    ),
  },
  {
    name: BY_NAME,
    effect: 'signature',
    matches: markedBy(namesSignature),
  },
  // Whoever taps a picture below a mail sends that picture, and a line that says so in some language.
  { name: 'gmail-reaction', effect: 'signature', matches: holdsReactionLink },
  // The id that scanners of one maker give what they put below a mail, in whatever language.
  { name: 'scanner-footer', effect: 'signature', matches: startingWith('DAB4FAD8-2DD7-40BB-A1B8-4E2AA1F9FDF2') },
  { name: 'fairemail-signature', effect: 'signature', matches: holding('fairemail', 'signature') },
  { name: 'fairemail-reference', effect: 'quote', matches: holding('fairemail', 'reference') },
  { name: 'signature-widget', effect: 'signature', matches: holding('data-signature-widget', 'container') },
  { name: 'zimbra-signature', effect: 'signature', matches: holding('data-marker', '__SIG_POST__', '__SIG_PRE__') },
];

const WITHOUT_MARKS = CONTAINERS.filter(({ matches }) => !OF_MARKS.has(matches));

/** A mark is an attribute, and most elements have none. */
export function containerOf(element: Element): Container | undefined {
  if (!hasAttributes(element)) return undefined;
  const marks = marksOf(element);
  return (marks.length === 0 ? WITHOUT_MARKS : CONTAINERS).find(({ matches }) => matches(element, marks));
}

function hasAttributes({ attribs }: Element): boolean {
  for (const _name in attribs) return true;
  return false;
}
