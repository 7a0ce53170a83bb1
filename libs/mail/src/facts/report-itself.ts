import { header, type InboundMail } from '../mail.js';
import { isAutoSubmitted } from './auto-submitted.js';
import { isOfPostmaster } from './postmaster.js';

type Reporting = Partial<Pick<InboundMail, 'from' | 'headers' | 'returnPath' | 'inReplyTo'>>;

/**
 * Whether the parts of a report in a message are its own. Programs carry the parts of a bounce along when a person forwards it:
 * then they are files beside what he asks about it, and say nothing of the mail that he answers.
 * A gateway that adds a line to a report makes a `multipart/mixed` of it: there the sender tells. A null reverse-path
 * does only of what answers no mail, as forwarders write one on what people send.
 */
export function isReportItself({ from = [], headers = new Map(), ...mail }: Reporting): boolean {
  const type = header({ headers }, 'content-type')?.toLowerCase() ?? '';
  return type === '' || type.startsWith('multipart/report') || isOfMachine({ from, headers }) || isOfNobody(mail);
}

const isOfMachine = ({ from, headers }: Pick<InboundMail, 'from' | 'headers'>): boolean =>
  isAutoSubmitted({ headers }) || isOfPostmaster({ from });

const isOfNobody = ({ returnPath, inReplyTo = [] }: Reporting): boolean => returnPath === '' && inReplyTo.length === 0;
