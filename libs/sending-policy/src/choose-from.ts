import { fromAddressOf, type SendingProfile } from '@replyline/contracts';
import type { Occasion } from './occasion.js';

/** Which rule named the sender, strongest first. */
export type FromRule = 'forced-from' | 'system-address' | 'alternative-sender' | 'acting-user' | 'profile-address';

export interface ChosenFrom {
  readonly address: string;
  readonly name?: string | undefined;
  readonly rule: FromRule;
}

/** People whom the rules ask about. */
export interface People {
  /** Whose doing the mail is; absent: nobody's. */
  readonly acting?: { readonly address: string; readonly displayName: string } | undefined;
  readonly recipient?: { readonly alternativeSender?: string | undefined } | undefined;
}

/** Whom the From field of one mail names (RFC 5322 §3.6.2): the first rule that has something to say. */
export function chooseFrom(occasion: Occasion, profile: SendingProfile, people: People): ChosenFrom {
  return (
    forced(profile) ??
    systemAddress(occasion, profile) ??
    alternative(profile, people) ??
    acting(occasion, profile, people) ?? { ...named(profile), rule: 'profile-address' }
  );
}

const forced = ({ policy }: SendingProfile): ChosenFrom | undefined =>
  policy?.forcedFrom === undefined ? undefined : { address: policy.forcedFrom, rule: 'forced-from' };

const systemAddress = ({ isFromSystem }: Occasion, profile: SendingProfile): ChosenFrom | undefined =>
  isFromSystem ? { ...named(profile), rule: 'system-address' } : undefined;

/** A sender of the system's own mail: through somebody's own server, or a shared one, it would be a stranger's. */
const alternative = ({ scope }: SendingProfile, { recipient }: People): ChosenFrom | undefined =>
  scope !== 'system' || recipient?.alternativeSender === undefined
    ? undefined
    : { address: recipient.alternativeSender, rule: 'alternative-sender' };

const acting = (
  { isActOfPerson }: Occasion,
  { fromMode }: SendingProfile,
  { acting: person }: People,
): ChosenFrom | undefined =>
  !isActOfPerson || fromMode !== 'acting-user' || !person
    ? undefined
    : { address: person.address, name: person.displayName, rule: 'acting-user' };

/** Microsoft names its mailboxes itself. */
const named = (profile: SendingProfile): { address: string; name?: string | undefined } => ({
  ...('displayName' in profile && { name: profile.displayName }),
  address: fromAddressOf(profile),
});
