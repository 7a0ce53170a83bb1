import { imapSettings, TRACKING_MODE_LABELS } from '@replyline/contracts';
import { z } from 'zod';
import type { StoredSettings } from '../settings/stored-settings.entity.js';

/** The stored reply mailbox as anybody may see it: of the password only that there is one. */
export const replyMailboxView = imapSettings.extend({
  trackingModeLabel: z.enum(Object.values(TRACKING_MODE_LABELS)),
  passwordSet: z.boolean(),
  passed: z.enum(['test', 'validate', 'none']).describe('What these very settings have passed.'),
  revision: z.int(),
  savedAt: z.iso.datetime(),
  savedBy: z.string(),
});
export type ReplyMailboxView = z.output<typeof replyMailboxView>;

export function viewOf({ values, password, passed, revision, savedAt, savedBy }: StoredSettings): ReplyMailboxView {
  const settings = imapSettings.parse(values);
  return {
    ...settings,
    trackingModeLabel: TRACKING_MODE_LABELS[settings.trackingMode],
    passwordSet: password !== null,
    passed,
    revision,
    savedAt: savedAt.toISOString(),
    savedBy,
  };
}
