import { authenticationOf } from '@replyline/contracts';
import type { z } from 'zod';
import type { Settings } from '../../settings/draft.js';

/** What config looks up itself is not written: the address of a linked account, the login of the mailbox. */
const LOOKED_UP: Record<string, readonly string[]> = {
  'microsoft-exchange': ['user', 'fromAddress'],
  smtp: ['user'],
};

/** Settings as an admin would type them, without their secrets. */
export function exported(values: Settings, schema: z.ZodType): Record<string, unknown> {
  const isLookedUp = values.kind !== 'smtp' || authenticationOf(values) === 'same-as-incoming';
  const left = isLookedUp ? (LOOKED_UP[values.kind] ?? []) : [];
  // The schema puts the fields in the order that people know.
  const ordered = schema.parse(values) as object;
  const typed = Object.fromEntries(Object.entries(ordered).filter(([name]) => !left.includes(name)));
  return values.kind === 'imap' ? { ...typed, archive: values.archive ?? null } : typed;
}
