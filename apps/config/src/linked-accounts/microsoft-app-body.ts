import { CLOUDS, microsoftApp, prose } from '@replyline/contracts';
import { z } from 'zod';

/** What it takes to send and read as a person (Exchange Online). */
export const DEFAULT_MAIL_SCOPES =
  'https://outlook.office.com/IMAP.AccessAsUser.All,https://outlook.office.com/SMTP.Send';

/** One scope (RFC 6749 §3.3), without the comma that separates them here. */
const SCOPES = /^[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]+(?: *, *[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]+)*$/;
const MASK = /^[*•]+$/;

const mailScopes = z
  .string()
  .trim()
  .max(2_000)
  .regex(SCOPES, 'Must be scopes, separated by commas')
  .default(DEFAULT_MAIL_SCOPES)
  .describe('What is asked for beside openid, profile and offline_access, separated by commas; all of one resource');

/** What an admin says about the application that is registered in the Azure portal. */
export const microsoftAppBody = z.object({
  ...microsoftApp,
  clientSecret: prose(500)
    .refine((text) => !MASK.test(text), 'is a mask, not a secret')
    .optional()
    .meta({ writeOnly: true, description: 'Absent or blank keeps the stored one, for the same application only.' }),
  mailScopes,
});
export type MicrosoftAppBody = z.output<typeof microsoftAppBody>;

export const microsoftAppView = z.object({
  revision: z.int(),
  cloud: z.enum(Object.keys(CLOUDS) as [keyof typeof CLOUDS]),
  tenantId: z.string(),
  clientId: z.string(),
  hasClientSecret: z.literal(true),
  mailScopes: z.string(),
  redirectUri: z.string().optional().describe('What to register with Azure, platform Web; absent without PUBLIC_URL'),
  savedAt: z.iso.datetime(),
  savedBy: z.string(),
});
export type MicrosoftAppView = z.output<typeof microsoftAppView>;
