import { mailAddress, MailBouncedV1, stableId } from '@replyline/contracts';
import { SOURCE } from '../source.js';
import type { Decided } from './decide.js';
import { causedByMail, type Consequences, type Decision } from './decision.js';

type VerdictOf<O extends Decided['outcome']> = Extract<Decided, { outcome: O }>;
type Report = VerdictOf<'record-bounce'>['report'];

export function bounced(decision: Decision, report: Report): Consequences {
  const { action, statusCode, isPermanent, originalRecipient, finalRecipient } = report;
  const about = aboutReported(decision, [originalRecipient, finalRecipient]);
  return reported(decision, { kind: 'bounce', ...about, action, statusCode, isPermanent });
}

/** RFC 3463 §3.8: it was refused by somebody's decision, which is final. */
const COMPLAINED = { kind: 'complaint', action: 'complaint', statusCode: '5.7.1', isPermanent: true } as const;

export const complained = (
  decision: Decision,
  { recipient }: VerdictOf<'record-complaint'>['complaint'],
): Consequences => reported(decision, { ...COMPLAINED, ...aboutReported(decision, [recipient]) });

function reported(
  { identity, reported: mail }: Decision,
  data: Parameters<typeof MailBouncedV1.make>[0],
): Consequences {
  const claim = stableId('bounced', identity);
  const origin = mail ? causedByMail(mail) : { source: SOURCE };
  return { claim, event: MailBouncedV1.make(data, { ...origin, id: claim }) };
}

/** Whom we addressed is what we know of the mail; of others a report may say anything, also what is no address. */
function aboutReported({ reported: mail, quotesToken = false }: Decision, named: readonly (string | undefined)[]) {
  const recipient = [mail?.address, ...named].find((it) => mailAddress.safeParse(it).success);
  return {
    ...(mail && { deliveryId: mail.deliveryId }),
    ...(recipient !== undefined && { recipient }),
    quotesToken,
  };
}
