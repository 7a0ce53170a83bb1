import { mailAddress, recipientRule } from '@replyline/contracts';
import { OCCASION_NAMES } from '@replyline/sending-policy';
import { uuid } from '@replyline/service-host';
import { z } from 'zod';
import { ownProfileBody, sendingProfileBody, sharedProfileBody } from '../sending-profiles/sending-profile-body.js';

const recipient = z
  .object({ userId: uuid.optional(), address: mailAddress.optional() })
  .refine(({ userId, address }) => (userId === undefined) !== (address === undefined), 'needs a userId or an address')
  .describe('A person of the directory, or a plain address.');
export type AskedRecipient = z.output<typeof recipient>;

/** A profile as it would be: in the place of the stored one, or beside it. */
const draft = z.discriminatedUnion('scope', [
  z.object({ scope: z.literal('system'), settings: sendingProfileBody }),
  z.object({
    scope: z.literal('shared'),
    id: z.string().max(60).optional().describe('Of the shared profile that it replaces; absent: a further one.'),
    settings: sharedProfileBody,
  }),
  z.object({ scope: z.literal('user'), settings: ownProfileBody }),
]);
export type ProfileDraft = z.output<typeof draft>;

const kind = z.enum(OCCASION_NAMES).describe('Why the mail is sent.');
const MOST = 200;

/** Who may see what anybody may send. */
export const dryRunBody = z.object({
  kind,
  recipients: z.array(recipient).min(1).max(MOST),
  userId: uuid.optional().describe('Whose doing the mail is: who acts, or whose script sends.'),
  drafts: z
    .array(draft)
    .max(20)
    .default([])
    .describe('Profiles that are not saved; without any, what is stored counts.'),
});
export type DryRunBody = z.output<typeof dryRunBody>;

/** What a person may ask about himself. Who has which address is not his to know. */
export const myDryRunBody = z.object({
  kind,
  recipients: z
    .array(z.object({ address: mailAddress }))
    .min(1)
    .max(MOST),
});
export type MyDryRunBody = z.output<typeof myDryRunBody>;

const refusal = z.object({ code: z.string(), title: z.string(), remediation: z.string() });

const profileView = z.object({
  id: z.string(),
  scope: z.enum(['system', 'shared', 'user']),
  name: z.string().optional(),
  kind: z.string(),
  rule: z
    .enum(['system-notification', 'own-profile', 'shared-profile'])
    .describe('Why this one: mail of the system, the own profile, or the most specific shared one.'),
});

const verdict = z.object({
  userId: z.uuid().optional(),
  address: z.string().optional(),
  outcome: z.enum(['sent', 'refused']),
  from: z
    .object({
      address: z.string(),
      name: z.string().optional(),
      rule: z.enum(['forced-from', 'system-address', 'alternative-sender', 'acting-user', 'profile-address']),
    })
    .optional(),
  allowedBy: recipientRule
    .optional()
    .describe('The rule for recipients that lets the address in, where there are rules.'),
  refusal: refusal.optional(),
});
export type Verdict = z.output<typeof verdict>;

export const dryRunView = z.object({
  profile: profileView.optional().describe('Absent: there is none, and everybody is refused.'),
  refusal: refusal.optional(),
  recipients: z.array(verdict),
});
export type DryRunView = z.output<typeof dryRunView>;
