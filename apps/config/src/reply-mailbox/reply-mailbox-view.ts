import {
  exchangeMailboxSettings,
  graphMailboxSettings,
  imapSettings,
  mailboxName,
  mailboxSettings,
  TRACKING_MODE_LABELS,
} from '@replyline/contracts';
import { z } from 'zod';
import type { StoredSettings } from '../settings/stored-settings.entity.js';
import { hint, hintsFor } from './mailbox-hints.js';

const common = {
  trackingModeLabel: z.enum(Object.values(TRACKING_MODE_LABELS)),
  trackingModeEditable: z.boolean().describe('False with Microsoft, where it is preset'),
  serviceProvider: z.literal('Microsoft').nullable(),
  hints: z.array(hint).describe('What is worth knowing about settings that are not wrong'),
  passed: z.enum(['test', 'validate', 'none']).describe('What these very settings have passed.'),
  revision: z.int(),
  savedAt: z.iso.datetime(),
  savedBy: z.string(),
};

/** The stored reply mailbox as an admin may see it: of a secret only that there is one. */
export const replyMailboxView = z.discriminatedUnion('kind', [
  imapSettings.extend({ ...common, passwordSet: z.boolean() }),
  graphMailboxSettings.extend({ ...common, clientSecretSet: z.boolean() }),
  exchangeMailboxSettings.extend(common),
]);
export type ReplyMailboxView = z.output<typeof replyMailboxView>;

const name = mailboxName.describe('Chosen by whoever sets it up');

/** One that is read beside the main one. */
export const furtherMailboxView = z.discriminatedUnion('kind', [
  imapSettings.extend({ name, ...common, passwordSet: z.boolean() }),
  graphMailboxSettings.extend({ name, ...common, clientSecretSet: z.boolean() }),
  exchangeMailboxSettings.extend({ name, ...common }),
]);
export type FurtherMailboxView = z.output<typeof furtherMailboxView>;
export const furtherMailboxes = z.object({ items: z.array(furtherMailboxView) });

export const furtherViewOf = (called: string, view: ReplyMailboxView): FurtherMailboxView => ({
  name: called,
  ...view,
});

/** `sendingUser` is the account that mail is sent with, where there is one. */
export function viewOf(stored: StoredSettings, sendingUser: string | undefined): ReplyMailboxView {
  const { values, secrets, passed, revision, savedAt, savedBy } = stored;
  const settings = mailboxSettings.parse(values);
  const isImap = settings.kind === 'imap';
  const shown = {
    trackingModeLabel: TRACKING_MODE_LABELS[settings.trackingMode],
    trackingModeEditable: isImap,
    serviceProvider: isImap ? null : ('Microsoft' as const),
    hints: hintsFor(settings, sendingUser),
    passed,
    revision,
    savedAt: savedAt.toISOString(),
    savedBy,
  };
  switch (settings.kind) {
    case 'imap':
      return { ...settings, ...shown, passwordSet: secrets['password'] !== undefined };
    case 'microsoft-graph':
      return { ...settings, ...shown, clientSecretSet: secrets['clientSecret'] !== undefined };
    case 'microsoft-exchange':
      return { ...settings, ...shown };
  }
}
