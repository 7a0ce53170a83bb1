/** What a body may look like, by what it is an example of: shown in the documentation of the API, and checked by a spec. */
type Examples = Readonly<Record<string, unknown>>;

const TENANT = '11111111-2222-4333-8444-555555555555';
const CLIENT = '66666666-7777-4888-9999-aaaaaaaaaaaa';
const ACCOUNT = '0b8f5a0e-3f0a-4d7e-9a44-6a1c2f1f0a01';
const APP = { tenantId: TENANT, clientId: CLIENT, clientSecret: 'the value of a client secret' };

const corporate = {
  kind: 'smtp',
  host: 'smtp.example.com',
  encryption: 'starttls-required',
  user: 'notifications@example.com',
  password: 'correct horse battery staple',
  fromAddress: 'notifications@example.com',
  displayName: 'DataWizard',
};
const linked = { kind: 'microsoft-exchange', accountId: ACCOUNT };

export const SENDING_PROFILE: Examples = {
  'corporate SMTP': corporate,
  'the built-in server': { kind: 'built-in', fromAddress: 'noreply@example.com' },
  'the built-in server with a relay': {
    kind: 'built-in',
    relay: { host: 'relay.example.com', encryption: 'starttls-optional' },
    fromAddress: 'noreply@example.com',
  },
  'Microsoft 365 as an application': { kind: 'microsoft-graph', ...APP, mailbox: 'notifications@example.com' },
  'a linked Microsoft account': linked,
  'reading before sending': {
    kind: 'smtp',
    host: 'smtp.example.com',
    encryption: 'none',
    authentication: 'after-incoming',
    incoming: { protocol: 'pop3', host: 'pop.example.com', encryption: 'implicit-tls', user: 'alarms' },
    incomingPassword: 'correct horse battery staple',
    fromAddress: 'alarms@example.com',
  },
};

export const SHARED_PROFILE: Examples = {
  'for the scripts of one group': {
    ...corporate,
    name: 'scripts',
    policy: {
      allowedGroups: ['data'],
      allowedRecipients: [{ pattern: '[a-z.]+@example\\.com' }],
      forcedFrom: 'notifications@example.com',
    },
  },
};

export const OWN_PROFILE: Examples = { 'a server of one’s own': corporate, 'one’s own linked account': linked };

const replies = { enabled: true, replyToAddress: 'replies@example.com' };
export const REPLY_MAILBOX: Examples = {
  IMAP: {
    ...replies,
    kind: 'imap',
    host: 'imap.example.com',
    encryption: 'implicit-tls',
    user: 'replies@example.com',
    password: 'correct horse battery staple',
    trackingMode: 'address',
    senderProof: { kind: 'authentication-results', authservId: 'mx.example.com' },
  },
  'Microsoft 365 as an application': { ...replies, kind: 'microsoft-graph', ...APP },
  'a linked Microsoft account': { ...replies, kind: 'microsoft-exchange', accountId: ACCOUNT },
};

const ann = {
  name: 'ann',
  displayName: 'Ann Example',
  address: 'ann@example.com',
  groups: ['data'],
  locale: 'en',
  timeZone: 'Europe/Berlin',
};
export const USER: Examples = { 'a person': ann };
export const OWN_SETTINGS: Examples = { 'language and time': { locale: 'de', timeZone: 'Europe/Berlin' } };
export const SUBSCRIPTIONS: Examples = { 'two topics': { topics: ['orders.shipped', 'exports'] } };

export const MICROSOFT_APP: Examples = { 'an app registration': APP };
const PEM = '-----BEGIN CERTIFICATE-----\nMIIB…\n-----END CERTIFICATE-----\n';
export const CERTIFICATE: Examples = {
  'an authority': { kind: 'authority', name: 'Company CA', pem: PEM },
  'a client certificate': {
    kind: 'client',
    name: 'Replyline at smtp.example.com',
    pem: PEM,
    privateKey: '-----BEGIN PRIVATE KEY-----\nMIGH…\n-----END PRIVATE KEY-----\n',
  },
};
export const DKIM_KEY: Examples = {
  'a key named after the day': { domain: 'example.com' },
  'a key with a name of one’s own': { domain: 'example.com', selector: 'replyline-2' },
};
export const ALTERNATIVE_SENDERS: Examples = {
  'one for each customer': { addresses: ['alerts@customer-1.example', 'alerts@customer-2.example'] },
};
export const PUBLISHER: Examples = {
  'a service that reports exports': { kinds: ['export-completed'], lanes: ['normal', 'bulk'] },
};

export const CONFIGURATION: Examples = {
  'how mail leaves, and who the users are': {
    version: 1,
    sendingProfile: corporate,
    users: [{ id: ACCOUNT, ...ann }],
    alternativeSenders: ['alerts@customer-1.example'],
  },
  'where replies are read': {
    version: 1,
    replyMailbox: REPLY_MAILBOX['Microsoft 365 as an application'],
    replyMailboxes: [{ name: 'old', settings: REPLY_MAILBOX['IMAP'] }],
  },
};

export const DRY_RUN: Examples = {
  'mail of a script, by what is stored': {
    kind: 'free-mail',
    userId: ACCOUNT,
    recipients: [{ address: 'ops@example.com' }],
  },
  'a policy that is not saved yet': {
    kind: 'free-mail',
    userId: ACCOUNT,
    recipients: [{ address: 'ops@example.com' }],
    drafts: [{ scope: 'shared', settings: SHARED_PROFILE['for the scripts of one group'] }],
  },
};
export const MY_DRY_RUN: Examples = {
  'mail of my scripts': { kind: 'free-mail', recipients: [{ address: 'ops@example.com' }] },
};

export const SHARED_EMAIL_CONFIG: Examples = {
  'a file and an overlay': {
    name: 'scripts',
    files: [
      {
        name: 'gravwell.conf',
        text: '[Shared-Email-Config]\nServer=smtp.example.com\nPort=587\nUsername=alerts@example.com\nPassword=secret\nUseTLS=true\n',
      },
      { name: 'gravwell.conf.d/mail.conf', text: '[Shared-Email-Config]\nAllowed-To=`[a-z.]+@example\\.com`\n' },
    ],
  },
};
