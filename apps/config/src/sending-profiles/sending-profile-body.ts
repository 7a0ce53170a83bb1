import {
  builtInSettings,
  exchangeSettings,
  graphSettings,
  incomingServer,
  oneLine,
  port,
  relay,
  sharedPolicy,
  smtpSettings,
} from '@replyline/contracts';
import { patternFault } from '@replyline/sending-policy';
import { z } from 'zod';
import { CONFIRMATION_DIFFERS, isConfirmed, password, passwordConfirmation } from '../secrets/password.js';
import { authenticationFaults } from './authentication-faults.js';

const DEFAULT_TIMEOUT_SECONDS = 30;
const timeoutSeconds = smtpSettings.shape.timeoutSeconds.default(DEFAULT_TIMEOUT_SECONDS);
const anyPort = port.optional();
const SMTP_PORTS = '25 without encryption, 587 with STARTTLS, 465 with implicit TLS, where absent.';

const noDisplayName = z.undefined('is not possible: Microsoft shows the name of the mailbox').optional();

/** The same way to the server in every scope, and what a scope says beside it. */
function smtpBody<E extends z.ZodRawShape>(extra: E) {
  return z
    .object({
      ...smtpSettings.shape,
      kind: z.literal('smtp').default('smtp'),
      port: anyPort.describe(SMTP_PORTS),
      timeoutSeconds,
      password,
      passwordConfirmation,
      incoming: incomingServer
        .extend({ port: anyPort.describe('110 or 995 for POP3, 143 or 993 for IMAP, where absent.') })
        .optional()
        .describe('The server that is read from before mail is sent, with after-incoming alone.'),
      incomingPassword: password,
      incomingPasswordConfirmation: passwordConfirmation,
      ...extra,
    })
    .superRefine((body, context) => {
      for (const { path, message } of authenticationFaults(body as unknown as TypedSmtp)) {
        context.addIssue({ code: 'custom', path: [path], message });
      }
    });
}

function builtInBody<E extends z.ZodRawShape>(extra: E) {
  return z
    .object({
      ...builtInSettings.shape,
      relay: relay.extend({ port: anyPort.describe(SMTP_PORTS) }).optional(),
      timeoutSeconds,
      password: password.describe('Of the user at the relay. Absent or blank keeps the stored one, null deletes it.'),
      passwordConfirmation,
      ...extra,
    })
    .refine((body) => isConfirmed(body as unknown as TypedSmtp), CONFIRMATION_DIFFERS);
}

const graphBody = <E extends z.ZodRawShape>(extra: E) =>
  z.object({
    ...graphSettings.shape,
    timeoutSeconds,
    displayName: noDisplayName,
    clientSecret: password.meta({
      writeOnly: true,
      description: 'Absent or blank keeps the stored one for the same tenant and client, null deletes it.',
    }),
    ...extra,
  });

/** Login and sender are the address of the linked account. */
const exchangeShape = exchangeSettings.omit({ user: true, fromAddress: true }).shape;
const exchangeBody = <E extends z.ZodRawShape>(extra: E) =>
  z.object({ ...exchangeShape, timeoutSeconds, displayName: noDisplayName, ...extra });

const bodyWith = <E extends z.ZodRawShape>(extra: E) =>
  z.discriminatedUnion('kind', [smtpBody(extra), builtInBody(extra), graphBody(extra), exchangeBody(extra)]);

/** What an admin types. Without a kind it is an SMTP server. */
export const sendingProfileBody = bodyWith({});
export type SendingProfileBody = z.output<typeof sendingProfileBody>;

const policy = sharedPolicy.superRefine(({ allowedRecipients = [] }, context) => {
  allowedRecipients.forEach(({ pattern }, index) => {
    const message = patternFault(pattern);
    if (message) context.addIssue({ code: 'custom', path: ['allowedRecipients', index, 'pattern'], message });
  });
});

/** A profile for several people, with who may use it, where mail may go, and as whom. */
export const sharedProfileBody = bodyWith({ name: oneLine(100), policy: policy.default({}) });
export type SharedProfileBody = z.output<typeof sharedProfileBody>;

/** The login of the reply mailbox is the system's: a person could have it shown to a server of his own. */
const ownSmtpBody = smtpBody({}).refine(({ authentication }) => authentication !== 'same-as-incoming', {
  path: ['authentication'],
  message: 'is for profiles of the system: the reply mailbox is not yours',
});

/** What a person sets up for himself: his own server, or his own linked account. */
export const ownProfileBody = z.discriminatedUnion('kind', [ownSmtpBody, exchangeBody({})]);
export type OwnProfileBody = z.output<typeof ownProfileBody>;

/** What the rules look at. */
export interface TypedSmtp {
  readonly authentication?: z.output<typeof smtpSettings.shape.authentication>;
  readonly user?: string | undefined;
  readonly password?: string | null | undefined;
  readonly passwordConfirmation?: string | undefined;
  readonly incoming?: object | undefined;
  readonly incomingPassword?: string | null | undefined;
  readonly incomingPasswordConfirmation?: string | undefined;
}
