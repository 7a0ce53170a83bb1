import { randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import {
  AccessTokenV1,
  CertificateDocument,
  CLIENT_KEY_ENDPOINT,
  PublisherDocument,
  secretBinding,
  secretEndpointsOf,
  SendingProfileDocument,
  TrySendingProfileV1,
  userProfileId,
  type DirectoryUser,
  type SendingProfile,
  type TestReport,
} from '@replyline/contracts';
import {
  makeCertificates,
  startMicrosoft,
  startPostfix,
  startScriptedSmtp,
  type FakeMicrosoft,
  type ScriptedSmtp,
} from '@replyline/local-servers';
import { Notifier } from '@replyline/notify-client';
import { parseKeyRing, seal } from '@replyline/sealing';
import { until, world, type MailLab } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { environmentFor, Replica, Surroundings } from '../testing/service-under-test.js';

const here = world();
const APP = {
  tenantId: 'contoso.test',
  clientId: randomUUID(),
  clientSecret: 'right',
  roles: ['Mail.Send', 'User.Read.All'],
};
const COMMON = { scope: 'system', id: 'system', timeoutSeconds: 5, fromAddress: 'alice@example.test' } as const;
let around: Surroundings;
let replica: Replica;
let lab: MailLab;
let microsoft: FakeMicrosoft;
let bob: DirectoryUser;
let revision = 1;

beforeAll(async () => {
  lab = await here.mailLab();
  microsoft = await startMicrosoft({ apps: [APP], mailboxes: ['desk@contoso.test'] });
  here.onEnd(() => microsoft.stop());
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  await around.put(CertificateDocument, AUTHORITY, { kind: 'authority', id: AUTHORITY, revision: 1, pem: lab.tls.ca });
  bob = await around.user('bob');
  replica = await Replica.start(around, { MICROSOFT_BASE_URL: microsoft.url });
  here.onEnd(() => replica.stop());
});

const AUTHORITY = randomUUID();
const ring = () => parseKeyRing(environmentFor(around).OUTBOUND_SECRET_KEYS, 'OUTBOUND_SECRET_KEYS');

/** A document as config writes it: what is left out is filled in, secrets are sealed for their endpoints. */
function profileOf(settings: object, secrets: Record<string, string> = {}): SendingProfile {
  const plain = SendingProfileDocument.schema.parse({ ...COMMON, revision: (revision += 1), ...settings });
  const sealed = Object.entries(secrets).map(([field, secret]) => {
    const endpoint = secretEndpointsOf(plain)[field]!;
    return [
      field,
      seal(secret, secretBinding('sending-profile.system', field, endpoint, plain.revision), ring()),
    ] as const;
  });
  return SendingProfileDocument.schema.parse({ ...plain, ...Object.fromEntries(sealed) });
}

async function sentThrough(profile: SendingProfile): Promise<string> {
  await around.put(SendingProfileDocument, 'system', profile);
  await until(() => replica.knows(profile as Parameters<Replica['knows']>[0]), { what: 'the profile' });
  const request = await around.mention(bob);
  const [row] = await until(
    async () => {
      const rows = await replica.deliveries(request);
      return rows[0] && rows[0].state !== 'queued' && rows[0].state !== 'claimed' && rows[0].state !== 'handing_over'
        ? rows
        : undefined;
    },
    { what: 'an outcome' },
  );
  return row!.state === 'sent' ? row!.message_id : `${row!.state}: ${row!.code}`;
}

const tried = async (profile: SendingProfile, recipient?: string): Promise<TestReport> => {
  const question = { profile, authorities: [lab.tls.ca], ...(recipient && { recipient }) };
  const message = await around.nats.request(TrySendingProfileV1.subject, JSON.stringify(question), { timeout: 15_000 });
  return message.json<{ answer: TestReport }>().answer;
};
const failed = ({ steps }: TestReport) => steps.find(({ outcome }) => outcome === 'failed');
const acceptedByPostfix = (messageId: string) =>
  until(() => lab.postfix.accepted().some((mail) => mail.messageId === messageId), {
    what: 'the mail in the log of Postfix',
  });

describe('a built-in profile with a relay', () => {
  const relay = (password: string) =>
    profileOf(
      {
        kind: 'built-in',
        relay: {
          host: '127.0.0.1',
          port: lab.postfix.ports.submission,
          encryption: 'starttls-required',
          verifyCertificate: true,
          user: 'alice@example.test',
        },
      },
      { password },
    );

  it('gives everything to it', async () => {
    expect(await acceptedByPostfix(await sentThrough(relay(lab.passwordOf('alice'))))).toBe(true);
  });

  it('is tried as an SMTP server is', async () => {
    expect(await tried(relay(lab.passwordOf('alice')), 'bob@example.test')).toMatchObject({ outcome: 'ok' });
    expect(failed(await tried(relay('wrong')))).toMatchObject({ code: 'provider.credentials_rejected' });
  });
});

describe('a built-in profile without one', () => {
  it('says that the domain does not exist', async () => {
    const report = await tried(profileOf({ kind: 'built-in' }), 'bob@nowhere.invalid');
    // Without any DNS on this machine it is the name server that does not answer.
    expect(failed(report)).toMatchObject({ name: 'mx', code: expect.stringMatching(/domain_unknown|dns_failed/) });
  });
});

describe('a profile of Microsoft Graph', () => {
  const graph = (more: object = {}, clientSecret = 'right') =>
    profileOf(
      {
        kind: 'microsoft-graph',
        tenantId: APP.tenantId,
        clientId: APP.clientId,
        mailbox: 'desk@contoso.test',
        fromAddress: undefined,
        ...more,
      },
      { clientSecret },
    );

  it('sends through Graph', async () => {
    const messageId = await sentThrough(graph());
    expect(microsoft.mailboxes.sent.at(-1)).toMatchObject({ mailbox: 'desk@contoso.test', messageId });
    expect(microsoft.mailboxes.sent.at(-1)?.mime).toContain('To: Bob Example <bob@example.test>');
  });

  it('sends large files beside the mail', async () => {
    APP.roles.push('Mail.ReadWrite');
    const kinds = ['job-status'];
    const publisher = {
      name: 'exports',
      revision: 1,
      kinds,
      lanes: ['normal'],
      mayActForUsers: false,
      mayAskForReplies: false,
    };
    await around.put(PublisherDocument, 'exports', publisher);
    const notifier = await Notifier.connect({ servers: around.servers.natsUrl, publisher: 'exports' });
    here.onEnd(() => notifier.close());
    const bytes = randomBytes(5_000_000);
    const file = await until(
      () => notifier.attach({ filename: 'März.zip', mediaType: 'application/zip' }, bytes).catch(() => undefined),
      { what: 'the bucket of the publisher' },
    );
    await sentThrough(graph());
    const variables = { title: 'Export', text: 'It is done.' };
    const asked = { kind: 'job-status' as const, recipients: [{ userId: bob.id }], attachments: [file], variables };
    const request = await around.request(asked, { source: '/services/exports' });
    const row = await until(async () => (await replica.deliveries(request)).find(({ state }) => state === 'sent'), {
      what: 'the mail',
    });
    const sent = microsoft.mailboxes.sent.at(-1)!;
    expect(sent).toMatchObject({
      messageId: row.message_id,
      attachments: [{ name: 'März.zip', contentType: 'application/zip' }],
    });
    expect(sent.attachments[0]!.bytes.equals(bytes)).toBe(true);
    expect(sent.mime).toContain('It is done.');
    APP.roles.pop();
  });

  it('is tried with a mail, and without one', async () => {
    const before = microsoft.mailboxes.sent.length;
    expect(await tried(graph())).toMatchObject({ outcome: 'ok' });
    expect(microsoft.mailboxes.sent).toHaveLength(before);
    expect(await tried(graph(), 'admin@example.test')).toMatchObject({ outcome: 'ok' });
    expect(microsoft.mailboxes.sent.at(-1)?.mime).toContain('This is a test mail');
  });

  it('is tried with the address that it forces', async () => {
    APP.roles.push('Mail.ReadWrite');
    const report = await tried(graph({ policy: { forcedFrom: 'boss@contoso.test' } }), 'admin@example.test');
    APP.roles.pop();
    expect(failed(report)).toMatchObject({ name: 'send-as', code: 'provider.send_as_denied' });
  });

  it('says in the known words that the application is refused', async () => {
    expect(failed(await tried(graph({}, 'wrong'), 'admin@example.test'))).toMatchObject({
      name: 'token',
      seen: `Error connecting to Tenant ID: contoso.test with Client: ${APP.clientId} credentials.`,
      remediation: expect.stringContaining(
        'Microsoft OAuth2 settings Tenant ID, Client ID or Client Secret are invalid.',
      ),
    });
  });
});

describe('a profile of a linked account', () => {
  const [linked, lost] = [randomUUID(), randomUUID()];
  const asked: boolean[] = [];
  let server: ScriptedSmtp;
  beforeAll(async () => {
    server = await startScriptedSmtp({ dir: here.folder() });
    here.onEnd(() => server.stop());
    server.follow(({ step, argument }) => {
      if (step === 'ehlo') return { reply: '250-mail.example.test\r\n250 AUTH XOAUTH2' };
      const isStale = Buffer.from(argument.split(' ')[1] ?? '', 'base64')
        .toString()
        .includes('stale');
      return step === 'auth' && isStale ? { reply: '535 5.7.3 Authentication unsuccessful' } : undefined;
    });
    // The seat of config.
    around.nats.subscribe(AccessTokenV1.subject, {
      callback: (_error, message) => void message.respond(JSON.stringify({ answer: answerTo(message.json()) })),
    });
    await around.nats.flush();
  });

  function answerTo(question: unknown): object {
    const { accountId, renew } = AccessTokenV1.question.parse(question);
    if (accountId === lost) return { outcome: 'refused', code: 'account.needs_linking' };
    asked.push(renew);
    const endpoint = { host: 'access-token', port: 0, user: 'outbound-mail' };
    const binding = secretBinding(`linked-account.${accountId}`, 'accessToken', endpoint, 3);
    const accessToken = seal(renew ? 'fresh' : 'stale', binding, ring());
    const user = 'alice@example.test';
    return { outcome: 'ok', accessToken, revision: 3, user, expiresAt: '2026-01-01T00:00:00Z' };
  }
  const exchange = (accountId: string) =>
    profileOf({
      ...{ kind: 'microsoft-exchange', accountId, user: 'alice@example.test' },
      ...{ host: '127.0.0.1', port: server.port, encryption: 'none' },
    });

  it('logs in with the token that config gives, and with another one after a refusal', async () => {
    const messageId = await sentThrough(exchange(linked));
    expect(server.accepted().at(-1)).toMatchObject({ messageId });
    expect(asked).toEqual([false, true]);
    expect(await tried(exchange(linked))).toMatchObject({ outcome: 'ok' });
  });

  it('that needs linking again says so', async () => {
    expect(failed(await tried(exchange(lost)))).toMatchObject({
      name: 'authentication',
      code: 'account.needs_linking',
      remediation: expect.any(String),
    });
  });
});

describe('a profile after an incoming server', () => {
  const afterwards = (protocol: 'pop3' | 'imap', incomingPassword: string) =>
    profileOf(
      {
        kind: 'smtp',
        host: '127.0.0.1',
        port: lab.postfix.ports.smtp,
        encryption: 'starttls-required',
        authentication: 'after-incoming',
        incoming: {
          protocol,
          host: '127.0.0.1',
          port: lab.dovecot.ports[protocol],
          encryption: 'none',
          user: 'alice@example.test',
        },
      },
      { incomingPassword },
    );

  it.each(['pop3', 'imap'] as const)('sends once it has logged in by %s', async (protocol) => {
    const logins = () => lab.dovecot.log().split(`${protocol}-login: Info: Login:`).length;
    const before = logins();
    expect(await acceptedByPostfix(await sentThrough(afterwards(protocol, lab.passwordOf('alice'))))).toBe(true);
    expect(logins()).toBe(before + 1);
  });

  it('names the login as the step that failed', async () => {
    expect(failed(await tried(afterwards('pop3', 'wrong'), 'bob@example.test'))).toMatchObject({
      name: 'receive-first',
      code: 'provider.incoming_refused',
    });
  });
});

describe('a profile with a client certificate', () => {
  it('shows it to a server that wants one', async () => {
    const mine = makeCertificates(`${here.folder()}/tls-client`);
    const { tls, dovecot } = lab;
    const options = {
      dir: `${here.folder()}/postfix-2`,
      domain: 'example.test',
      users: ['alice', 'bob'],
      tls,
      dovecot,
    };
    const postfix = await startPostfix({ ...options, clientAuthorityFile: mine.caFile });
    here.onEnd(() => postfix.stop());
    const id = randomUUID();
    const binding = secretBinding(CertificateDocument.key(id), 'privateKey', CLIENT_KEY_ENDPOINT, 1);
    const privateKey = seal(readFileSync(mine.keyFile, 'utf8'), binding, ring());
    const pem = readFileSync(mine.certificateFile, 'utf8');
    await around.put(CertificateDocument, id, { kind: 'client', id, revision: 1, pem, privateKey });
    const server = { kind: 'smtp', host: '127.0.0.1', port: postfix.ports.submission, encryption: 'starttls-required' };
    const login = { user: 'alice@example.test' };
    const password = lab.passwordOf('alice');
    const withIt = profileOf({ ...server, ...login, clientCertificateId: id }, { password });
    await until(async () => (await tried(withIt)).outcome === 'ok', { what: 'the certificate' });
    expect((await tried(profileOf({ ...server, ...login }, { password }))).outcome).toBe('failed');
    const messageId = await sentThrough(withIt);
    await until(() => postfix.accepted().some((mail) => mail.messageId === messageId), { what: 'the mail' });
  });
});

describe('mail that lacks a certificate', () => {
  const submission = (more: object = {}) =>
    profileOf(
      {
        kind: 'smtp',
        host: '127.0.0.1',
        port: lab.postfix.ports.submission,
        encryption: 'starttls-required',
        user: 'alice@example.test',
        ...more,
      },
      { password: lab.passwordOf('alice') },
    );
  const authority = { kind: 'authority', id: AUTHORITY, revision: 1 };

  it('of the server goes when its authority is uploaded', async () => {
    await around.remove(CertificateDocument, AUTHORITY);
    await until(() => !replica.document(CertificateDocument, AUTHORITY), { what: 'the end of the authority' });
    expect(await sentThrough(submission())).toMatch(/^deferred: provider\.certificate_/);
    const waits = `SELECT id FROM delivery WHERE state = 'deferred' AND code LIKE 'provider.certificate%'`;
    const [{ id }]: [{ id: string }] = await replica.db.query(waits);
    await around.put(CertificateDocument, AUTHORITY, { ...authority, pem: lab.tls.ca });
    const sent = `SELECT 1 FROM delivery WHERE id = $1 AND state = 'sent'`;
    await until(async () => (await replica.db.query<unknown[]>(sent, [id])).length > 0, { what: 'the mail' });
  });

  it('of its own waits for it', async () => {
    const withNone = submission({ clientCertificateId: randomUUID() });
    expect(await sentThrough(withNone)).toBe('deferred: certificate.unknown');
  });
});

describe('mail of a script', () => {
  const settled = (request: Awaited<ReturnType<Surroundings['request']>>) =>
    until(
      async () => {
        const rows = await replica.deliveries(request);
        return rows.length > 0 && rows.every(({ state }) => ['sent', 'rejected', 'failed'].includes(state))
          ? rows
          : undefined;
      },
      { what: 'an outcome' },
    );

  it('leaves through the server of its person, from his address, to any address', async () => {
    const ada = await around.user('ada');
    const publisher = {
      name: 'flows',
      revision: 1,
      kinds: ['free-mail'],
      lanes: ['normal'],
      mayActForUsers: true,
      mayAskForReplies: false,
    };
    await around.put(PublisherDocument, 'flows', publisher);
    const password = lab.passwordOf('alice');
    const server = {
      kind: 'smtp',
      host: '127.0.0.1',
      port: lab.postfix.ports.submission,
      encryption: 'starttls-required',
    };
    const id = userProfileId(ada.id);
    const plain = SendingProfileDocument.schema.parse({
      ...COMMON,
      ...server,
      ...{ id, scope: 'user', ownerId: ada.id, revision: 1, user: 'alice@example.test' },
    });
    const binding = secretBinding(SendingProfileDocument.key(id), 'password', secretEndpointsOf(plain)['password']!, 1);
    await around.put(SendingProfileDocument, id, { ...plain, password: seal(password, binding, ring()) });
    await until(() => replica.knows({ ...plain, id } as Parameters<Replica['knows']>[0]), { what: 'the profile' });
    const request = await around.request(
      {
        kind: 'free-mail',
        actorId: ada.id,
        recipients: [{ address: 'bob@example.test' }],
        variables: { subject: 'Nightly report', text: 'All is well.' },
      },
      { source: '/services/flows' },
    );
    const [row] = await settled(request);
    expect(row).toMatchObject({ state: 'sent' });
    await acceptedByPostfix(row!.message_id);
    expect(await lab.client('bob').waitFor('Nightly report')).toContain('From: alice@example.test');
  });
});
