import { PERSON } from './external-mail.js';

const oneOf = (list: string): string => list.replace(/\s*\n\s*/g, '');

/** A banner speaks of the mail that it stands in. */
const THIS_MAIL = new RegExp(
  `^(?:this|the following|diese|dieser|ce|cet|cette|este|esta|questo|questa|dit|deze) (?:${oneOf(
    `e-?mail|mail|message|nachricht|courriel|courrier|mensaje|correo|mensagem|messaggio|bericht`,
  )})(?!\\p{L})`,
  'u',
);
/** Or it warns of it. */
const WARNING = new RegExp(
  `^\\P{L}{0,10}(?:${oneOf(
    `caution|warning|attention|notice|external|achtung|vorsicht|warnung|hinweis|extern|externe|externer|prudence|avertissement|
    externo|precaución|advertencia|atención|atenção|cuidado|attenzione|avviso|let op|waarschuwing`,
  )})(?!\\p{L})`,
  'u',
);
/** What nobody but a gateway says of a mail. Some are the beginnings of words. */
const TOPIC = new RegExp(
  oneOf(
    `scanned|virus|malware|phish|spam|threat|originated|external|outside (?:of )?(?:the|your|our)|click (?:on )?(?:any )?links?|open (?:any )?attachments|
    unknown sender|recogni[sz]e the sender|trust the sender|content is safe|geprüft|gescannt|schadsoftware|extern|außerhalb|absender|
    keine links|keine anhänge|analysé|vérifié|logiciel malveillant|expéditeur|pièces jointes|analizado|analisado|verificado|remitente|remetente|adjuntos|
    scansionat|verificat|mittente|allegati|gescand|gecontroleerd|afzender|bijlagen`,
  ),
  'u',
);
const MAX_LENGTH = 600;

/** Whether a line, in lower case, can be the first of a banner. */
export const beginsBanner = (line: string): boolean => THIS_MAIL.test(line) || WARNING.test(line);

/**
 * Whether a paragraph is one that a gateway puts above or below mail that passes it: about this mail, and of what only
 * gateways speak.
 */
export function isBanner(paragraph: string): boolean {
  const text = paragraph.trim().toLowerCase();
  if (text.length > MAX_LENGTH || PERSON.test(text)) return false;
  return (THIS_MAIL.test(text) || WARNING.test(text)) && TOPIC.test(text);
}

/** Whether a line can go on with what a banner says. */
export const speaksAsBanner = (line: string): boolean => TOPIC.test(line.toLowerCase()) && !PERSON.test(line);
