import { port, smtpSettings, type Encryption, type SmtpSettings } from '@replyline/contracts';
import { z } from 'zod';
import { CONFIRMATION_DIFFERS, isConfirmed, password, passwordConfirmation } from '../secrets/password.js';

/** SMTP between servers, submission with STARTTLS (RFC 6409 §3.1), submission over TLS (RFC 8314 §7.3). */
const DEFAULT_PORT: Record<Encryption, number> = {
  none: 25,
  'starttls-optional': 587,
  'starttls-required': 587,
  'implicit-tls': 465,
};

/** What an admin types. */
export const sendingProfileBody = smtpSettings
  .extend({
    kind: z.literal('smtp').default('smtp'),
    port: port.optional().describe('25 without encryption, 587 with STARTTLS, 465 with implicit TLS, where absent.'),
    timeoutSeconds: smtpSettings.shape.timeoutSeconds.default(30),
    password,
    passwordConfirmation,
  })
  .refine(isConfirmed, CONFIRMATION_DIFFERS)
  .refine(hasUserForPassword, { path: ['user'], message: 'is missing: a password needs one' });

export type SendingProfileBody = z.output<typeof sendingProfileBody>;

/** The body without its secret, and with a port. */
export function smtpSettingsOf(body: SendingProfileBody): SmtpSettings {
  return smtpSettings.parse({ ...body, port: body.port ?? DEFAULT_PORT[body.encryption] });
}

function hasUserForPassword({ user, password }: { user?: string | undefined; password?: string | null | undefined }) {
  return user !== undefined || !password?.trim();
}
