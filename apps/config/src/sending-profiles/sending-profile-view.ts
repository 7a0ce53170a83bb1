import {
  builtInSettings,
  exchangeSettings,
  graphSettings,
  profileScope,
  sharedPolicy,
  smtpSettings,
  type ProfileScope,
  type SharedPolicy,
} from '@replyline/contracts';
import { pageOf } from '@replyline/service-host';
import { z } from 'zod';
import { hint } from '../reply-mailbox/mailbox-hints.js';
import type { StoredSettings } from '../settings/stored-settings.entity.js';
import { hintsFor } from './sending-hints.js';

const common = {
  id: z.string(),
  scope: profileScope,
  name: z.string().optional(),
  ownerId: z.uuid().optional(),
  policy: sharedPolicy.optional(),
  hints: z.array(hint).describe('What is not wrong and may still be in the way.'),
  passed: z.enum(['test', 'validate', 'none']).describe('What these very settings have passed.'),
  revision: z.int(),
  savedAt: z.iso.datetime(),
  savedBy: z.string(),
};
const passwordSet = z.boolean();

/** A stored sending profile as anybody may see it: of a secret only that there is one. */
export const sendingProfileView = z.discriminatedUnion('kind', [
  z.object({ ...smtpSettings.shape, passwordSet, incomingPasswordSet: z.boolean(), ...common }),
  z.object({ ...builtInSettings.shape, passwordSet, ...common }),
  z.object({ ...graphSettings.shape, clientSecretSet: z.boolean(), ...common }),
  z.object({ ...exchangeSettings.shape, ...common }),
]);
export type SendingProfileView = z.output<typeof sendingProfileView>;
export const sendingProfilePage = pageOf(sendingProfileView);

const SECRETS = {
  smtp: ['password', 'incomingPassword'],
  'built-in': ['password'],
  'microsoft-graph': ['clientSecret'],
  'microsoft-exchange': [],
} as const;

interface Placement {
  readonly scope?: ProfileScope;
  readonly policy?: SharedPolicy;
}

export function viewOf(id: string, stored: StoredSettings, signedDomains: ReadonlySet<string>): SendingProfileView {
  const settings = stored.values as Exclude<StoredSettings['values'], { kind: 'imap' }>;
  const placement = stored.placement as Placement;
  const secretsSet = SECRETS[settings.kind].map((field) => [`${field}Set`, field in stored.secrets]);
  return sendingProfileView.parse({
    scope: 'system',
    ...settings,
    ...placement,
    ...Object.fromEntries(secretsSet),
    id,
    hints: hintsFor({
      settings: settings as Parameters<typeof hintsFor>[0]['settings'],
      policy: placement.policy,
      signedDomains,
    }),
    passed: stored.passed,
    revision: stored.revision,
    savedAt: stored.savedAt.toISOString(),
    savedBy: stored.savedBy,
  });
}
