import { CarryOut } from './carry-out.js';
import { DueMail } from './due-mail.js';
import { ExamineMail } from './examine-mail.js';
import { KnownMail } from './known-mail.js';
import { LookAtMail } from './look-at-mail.js';
import { SettleMails } from './settle-mails.js';
import { TriageLoop } from './triage-loop.js';
import { TriageMail } from './triage-mail.js';

/** In the order in which a mail meets them. */
export const TRIAGE_MAIL = [DueMail, TriageLoop, TriageMail, LookAtMail, ExamineMail, KnownMail, SettleMails, CarryOut];
