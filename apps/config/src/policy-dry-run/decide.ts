import type { DirectoryUser, SendingProfile } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import {
  admissionOf,
  chooseFrom,
  chooseProfile,
  OCCASIONS,
  type ChosenProfile,
  type OccasionName,
} from '@replyline/sending-policy';
import type { AskedRecipient, DryRunView, Verdict } from './dry-run-body.js';

/** Everything that the rules look at. */
export interface Facts {
  readonly kind: OccasionName;
  readonly acting: DirectoryUser | undefined;
  readonly recipients: readonly AskedRecipient[];
  readonly userOf: (id: string) => DirectoryUser | undefined;
  readonly profiles: readonly SendingProfile[];
}

/** What would become of a mail, by the very rules that are applied when it is sent. */
export function decide(facts: Facts): DryRunView {
  try {
    const chosen = chooseProfile(OCCASIONS[facts.kind], facts.acting, facts.profiles);
    return { profile: viewOf(chosen), recipients: facts.recipients.map((it) => verdictOn(it, chosen, facts)) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const refusal = refusalOf(error);
    return { refusal, recipients: facts.recipients.map((it) => ({ ...it, outcome: 'refused', refusal })) };
  }
}

const viewOf = ({ profile: { id, scope, name, kind }, rule }: ChosenProfile): DryRunView['profile'] => ({
  id,
  scope,
  name,
  kind,
  rule,
});

function verdictOn(asked: AskedRecipient, { profile }: ChosenProfile, facts: Facts): Verdict {
  const recipient = asked.userId === undefined ? undefined : facts.userOf(asked.userId);
  const address = asked.address ?? recipient?.address;
  if (address === undefined) return refused(asked, 'recipient.unknown');
  const admission = admissionOf(profile.policy, address);
  if (!admission.isAllowed) return refused({ ...asked, address }, 'policy.recipient_not_allowed');
  const from = chooseFrom(OCCASIONS[facts.kind], profile, { acting: facts.acting, recipient });
  return { ...asked, address, outcome: 'sent', from, ...(admission.rule && { allowedBy: admission.rule }) };
}

const refused = (asked: AskedRecipient, code: 'recipient.unknown' | 'policy.recipient_not_allowed'): Verdict => ({
  ...asked,
  outcome: 'refused',
  refusal: refusalOf(new Failure(code)),
});

const refusalOf = ({ code, message, remediation }: Failure) => ({ code, title: message, remediation });
