import { z } from 'zod';
import { host, mailAddress, oneLine, port } from '../text.js';
import { document } from './bucket.js';
import { encryption } from './encryption.js';

/** A ciphertext of `libs/sealing`, bound to its document, field, endpoint and revision. */
export const sealed = z.string().min(1).max(4_096);

/** What an admin decides about sending through an SMTP server. */
export const smtpSettings = z.object({
  kind: z.literal('smtp'),
  host,
  port,
  encryption,
  /** Absent: no authentication. */
  user: oneLine(254).optional(),
  /** How long to wait for the server: connect, greeting and each answer. */
  timeoutSeconds: z.int().min(1).max(600),
  fromAddress: mailAddress,
  displayName: oneLine(200).optional(),
});
export type SmtpSettings = z.output<typeof smtpSettings>;

/** `settings` → `sending-profile.<id>`: how mail leaves. The password is sealed for outbound-mail. */
export const SendingProfileDocument = document(
  'settings',
  'sending-profile',
  smtpSettings.extend({ id: z.string().min(1).max(60), revision: z.int().min(1), password: sealed.optional() }),
);
export type SendingProfile = z.output<typeof SendingProfileDocument.schema>;

/** The id of the profile for system notifications and for everything that can be answered. */
export const SYSTEM_PROFILE = 'system';
