import { smtpSettings } from '@replyline/contracts';
import { z } from 'zod';
import type { StoredSettings } from '../settings/stored-settings.entity.js';

/** A stored sending profile as anybody may see it: of the password only that there is one. */
export const sendingProfileView = smtpSettings.extend({
  id: z.string(),
  passwordSet: z.boolean(),
  passed: z.enum(['test', 'validate', 'none']).describe('What these very settings have passed.'),
  revision: z.int(),
  savedAt: z.iso.datetime(),
  savedBy: z.string(),
});
export type SendingProfileView = z.output<typeof sendingProfileView>;

export const viewOf = (id: string, stored: StoredSettings): SendingProfileView => ({
  ...smtpSettings.parse(stored.values),
  id,
  passwordSet: 'password' in stored.secrets,
  passed: stored.passed,
  revision: stored.revision,
  savedAt: stored.savedAt.toISOString(),
  savedBy: stored.savedBy,
});
