import { header, type InboundMail } from '../mail.js';
import { isAutoSubmitted } from './auto-submitted.js';
import { isOfPostmaster } from './postmaster.js';

type Reporting = Partial<Pick<InboundMail, 'from' | 'headers'>>;

/**
 * Whether the parts of a report in a message are its own. Programs carry the parts of a bounce along when a person forwards it:
 * then they are files beside what he asks about it, and say nothing of the mail that he answers.
 * A gateway that adds a line to a report makes a `multipart/mixed` of it: there the sender tells. A null reverse-path does not, as
 * forwarders write one on what people send.
 */
export function isReportItself({ from = [], headers = new Map() }: Reporting): boolean {
  const type = header({ headers }, 'content-type')?.toLowerCase() ?? '';
  return type === '' || type.startsWith('multipart/report') || isOfMachine({ from, headers });
}

const isOfMachine = ({ from, headers }: Pick<InboundMail, 'from' | 'headers'>): boolean =>
  isAutoSubmitted({ headers }) || isOfPostmaster({ from });
