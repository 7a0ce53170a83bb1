import type { InboundMail } from '../mail.js';
import { isNamedAbsence, isNoteOfAbsence } from './absence-note.js';
import { MACHINE_NOTES } from './absence-words.js';
import { isNamedAcknowledgement } from './acknowledgement.js';
import { fendsOff } from './challenge.js';
import { beginningOf, flat, type Said } from './said.js';

/** What is enough beside a sign that is seen on people's mail too; of a proven sender, what software says of itself is not. */
export function soundsAutomatic(mail: InboundMail, said: Said): boolean {
  const beginning = flat(beginningOf(said.text));
  const isSaid =
    isNoteOfAbsence(mail, said) || (!said.isProven && MACHINE_NOTES.test(beginning)) || fendsOff(beginning);
  return isNamedAbsence(mail) || isSaid || isNamedAcknowledgement(mail);
}
