import type { InboundMail } from '../mail.js';
import { beginningOf, flat, type Said } from './said.js';
import { readingsOf } from './subject.js';

const CHALLENGED =
  /^(?:\[?(?:verify|confirm|verification|challenge)\b|please (?:confirm|verify) your (?:message|mail|email|e-mail)|your (?:message|mail|email) (?:is|has been) (?:held|quarantined)|confirmation required)/;
const CHALLENGE =
  /(?:click|follow|visit|reply to|klicken).{0,200}(?:deliver|release|verif(?:y|ication)|confirm|human|zustell|zugestellt|bestätig|freigeb|freigegeben)|(?:cliquez|haga clic|clicca|klik).{0,200}(?:délivr|libér|confirm|valid|authenti|entreg|conferm|bevestig|bezorg)|(?:prove|verify).{0,60}human/;

/** What a challenge is for. Without it "click, then confirm" is what people write to each other. */
const UNWANTED =
  /\b(?:spam|junk|unsolicited|unwanted (?:e-?)?mails?|unerwünschte (?:e-?)?mails?|indésirables|ongewenste (?:e-?)?mails?|no desead[oa]s|indesiderat[aei]|human|robots?|allow ?list|white ?list|guest list|approved senders?)\b/;

export const isChallenge = (mail: InboundMail, { text, isProven }: Said): boolean =>
  !isProven && isHeaded(mail) && CHALLENGE.test(flat(beginningOf(text)));

const isHeaded = ({ subject }: InboundMail): boolean =>
  readingsOf(subject.trim().toLowerCase()).some((it) => CHALLENGED.test(it));

/** Whether it asks in its words to be let through. */
export const fendsOff = (text: string): boolean => CHALLENGE.test(text) && UNWANTED.test(text);
