import type { InboundMail } from '../mail.js';
import { beginningOf, quotes, type Said } from './said.js';

/** All that Outlook writes for a person who recalls his mail: somebody's name, and a subject between quotation marks. */
const RECALL = new RegExp(
  `^[^\\n]{1,100} (?:${[
    'would like to recall the message, ["“].{0,500}["”]',
    'möchte die nachricht ["„“].{0,500} zurückrufen',
    'souhaite rappeler le message ["«“].{0,500}["»”]',
    '(?:desea|quiere|desearía) recuperar el mensaje,? ["«“].{0,500}["»”]',
    '(?:desidera|vorrebbe) richiamare il messaggio,? ["«“].{0,500}["»”]',
    'wil het bericht ["“„].{0,500} (?:intrekken|terugroepen)',
  ].join('|')}) ?\\.?$`,
);

export const isRecall = (mail: InboundMail, { text }: Said): boolean =>
  !quotes(mail) && RECALL.test(beginningOf(text).trim());
