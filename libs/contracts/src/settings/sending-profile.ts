import { z } from 'zod';
import { host, mailAddress, oneLine, port, prose, uuid } from '../text.js';
import { document } from './bucket.js';
import { encryption } from './encryption.js';
import { microsoftApp } from './microsoft.js';

/** A ciphertext of `libs/sealing`, bound to its document, field, endpoint and revision. */
export const sealed = z.string().min(1).max(16_384);

/** The encodings that a mail may be written in (WHATWG names); UTF-8 has place for every character. */
export const charset = z.enum([
  'utf-8',
  'iso-8859-1',
  'iso-8859-15',
  'windows-1252',
  'iso-2022-jp',
  'koi8-r',
  'gb18030',
]);
export type Charset = z.output<typeof charset>;

/** As whom a mail goes out that a person set off: as the system, or as that person. */
export const fromMode = z.enum(['system', 'acting-user']);
export type FromMode = z.output<typeof fromMode>;

/** A server that must be read from before another one lets mail through ("POP before SMTP"). */
export const incomingServer = z.object({
  protocol: z.enum(['pop3', 'imap']),
  host,
  port,
  encryption,
  user: oneLine(254),
});
export type IncomingServer = z.output<typeof incomingServer>;

const timeoutSeconds = z.int().min(1).max(600);
const maxConnections = z.int().min(1).max(100).default(10);
const verifyCertificate = z.boolean().default(true);

/** What every profile says, whatever it sends through. */
const common = {
  /** How long to wait for the server: connect, greeting and each answer. */
  timeoutSeconds,
  /** The most connections to the server at one time, over all replicas and all profiles that send through it. */
  maxConnections,
  /** The most messages in any minute, over all replicas. Absent: as many as the server takes. */
  messagesPerMinute: z.int().min(1).max(100_000).optional(),
  /** The same for any 24 hours. */
  messagesPerDay: z.int().min(1).max(100_000_000).optional(),
  fromMode: fromMode.default('system'),
};

const sender = { fromAddress: mailAddress, displayName: oneLine(200).optional(), charset: charset.default('utf-8') };

/** How a server is told who sends. Absent: `own` with a user, else `none`. */
export const authentication = z.enum(['none', 'own', 'same-as-incoming', 'after-incoming']);
export type Authentication = z.output<typeof authentication>;

/** What an admin decides about sending through an SMTP server. */
export const smtpSettings = z.object({
  kind: z.literal('smtp'),
  host,
  port,
  encryption,
  verifyCertificate,
  authentication: authentication.optional(),
  /** With `own`; with `same-as-incoming` the user of the reply mailbox. Absent: no authentication. */
  user: oneLine(254).optional(),
  /** With `after-incoming` alone. */
  incoming: incomingServer.optional(),
  /** The id of an uploaded client certificate. */
  clientCertificateId: uuid.optional(),
  ...common,
  ...sender,
});
export type SmtpSettings = z.output<typeof smtpSettings>;

export const authenticationOf = ({ authentication, user }: Pick<SmtpSettings, 'authentication' | 'user'>) =>
  authentication ?? (user === undefined ? 'none' : 'own');

/** A server that takes mail for the whole world. */
export const relay = z.object({ host, port, encryption, verifyCertificate, user: oneLine(254).optional() });
export type Relay = z.output<typeof relay>;

/** Sending without a mail server of one's own: to the servers of each domain (RFC 5321 §5), or all of it to a relay. */
export const builtInSettings = z.object({
  kind: z.literal('built-in'),
  relay: relay.optional(),
  ...common,
  ...sender,
});
export type BuiltInSettings = z.output<typeof builtInSettings>;

/** Sending as an application through Microsoft Graph (client credentials, RFC 6749 §4.4). */
export const graphSettings = z.object({
  kind: z.literal('microsoft-graph'),
  ...microsoftApp,
  /** The mailbox that sends. */
  mailbox: mailAddress,
  /** Exposed to recipients; absent: the mailbox. Microsoft names the sender itself, so there is no display name. */
  fromAddress: mailAddress.optional(),
  ...common,
});
export type GraphSettings = z.output<typeof graphSettings>;

/** Sending as a person who linked his account, over SMTP with XOAUTH2. The access token is asked of config. */
export const exchangeSettings = z.object({
  kind: z.literal('microsoft-exchange'),
  accountId: uuid,
  /** The address of the linked account: login and sender. */
  user: mailAddress,
  host: host.default('smtp.office365.com'),
  port: port.default(587),
  encryption: encryption.default('starttls-required'),
  verifyCertificate,
  fromAddress: mailAddress,
  charset: charset.default('utf-8'),
  ...common,
});
export type ExchangeSettings = z.output<typeof exchangeSettings>;

export const sendingSettings = z.discriminatedUnion('kind', [
  smtpSettings,
  builtInSettings,
  graphSettings,
  exchangeSettings,
]);
export type SendingSettings = z.output<typeof sendingSettings>;

/** A rule that the whole normalised address must match, or, `isSearch`, some part of it. RE2 syntax. */
export const recipientRule = z.object({ pattern: prose(500).min(1), isSearch: z.boolean().default(false) });

/** Who may use a shared profile, where mail may go, and as whom. */
export const sharedPolicy = z.object({
  /** Absent: everybody. Empty: nobody. */
  allowedGroups: z.array(oneLine(100)).max(200).optional(),
  /** Absent or empty: everywhere. */
  allowedRecipients: z.array(recipientRule).max(100).optional(),
  /** Always applied, whatever a user says. */
  forcedFrom: mailAddress.optional(),
});
export type SharedPolicy = z.output<typeof sharedPolicy>;

export const profileScope = z.enum(['system', 'shared', 'user']);
export type ProfileScope = z.output<typeof profileScope>;

const placement = {
  id: z.string().min(1).max(60),
  revision: z.int().min(1),
  scope: profileScope.default('system'),
  /** How people call a shared profile. */
  name: oneLine(100).optional(),
  /** Whose it is; scope `user` alone. */
  ownerId: z.uuid().optional(),
  policy: sharedPolicy.optional(),
};

/** `settings` → `sending-profile.<id>`: how mail leaves. Every secret is sealed for outbound-mail. */
export const SendingProfileDocument = document(
  'settings',
  'sending-profile',
  z.discriminatedUnion('kind', [
    smtpSettings.extend({ ...placement, password: sealed.optional(), incomingPassword: sealed.optional() }),
    builtInSettings.extend({ ...placement, password: sealed.optional() }),
    graphSettings.extend({ ...placement, clientSecret: sealed.optional() }),
    exchangeSettings.extend(placement),
  ]),
);
export type SendingProfile = z.output<typeof SendingProfileDocument.schema>;
export type SendingProfileOf<K extends SendingProfile['kind']> = Extract<SendingProfile, { kind: K }>;

/** The address that mail of a profile comes from, unless a rule says another one. */
export const fromAddressOf = (settings: SendingSettings): string =>
  settings.kind === 'microsoft-graph' ? (settings.fromAddress ?? settings.mailbox) : settings.fromAddress;

/** The id of the profile for system notifications and for everything that can be answered. */
export const SYSTEM_PROFILE = 'system';
export const userProfileId = (userId: string): string => `user-${userId}`;
export const sharedProfileId = (uuid: string): string => `shared-${uuid}`;
