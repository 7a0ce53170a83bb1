import { randomUUID } from 'node:crypto';
import { TryReplyMailboxV1, type ReplyMailbox } from '@replyline/contracts';
import { startDovecot, startMicrosoft, type RunningDovecot } from '@replyline/local-servers';
import { Requester } from '@replyline/messaging';
import { world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ServiceUnderTest } from '../testing/service-under-test.js';

const here = world();
const APP = {
  tenantId: 'contoso.test',
  clientId: randomUUID(),
  clientSecret: 'right',
  roles: ['Mail.Read', 'Mail.ReadBasic', 'Mail.ReadBasic.All', 'Mail.ReadWrite', 'Mail.Send'],
};
let dovecot: RunningDovecot;
let service: ServiceUnderTest;

beforeAll(async () => {
  const users = { replies: 'secret' };
  dovecot = await startDovecot({ dir: `${here.folder()}/dovecot`, domain: 'example.test', users, isForgetful: true });
  here.onEnd(() => dovecot.stop());
  const [databaseUrl, nats] = [await here.freshDatabase(), await here.nats()];
  const servers = { databaseUrl, natsUrl: nats.url, imapPort: dovecot.ports.imap, password: 'secret' };
  const microsoft = await startMicrosoft({ apps: [APP], mailboxes: ['replies@contoso.test'] });
  here.onEnd(() => microsoft.stop());
  service = await ServiceUnderTest.start(servers, { MICROSOFT_BASE_URL: microsoft.url });
  here.onEnd(() => service.stop());
});

const tried = (mailbox: ReplyMailbox) =>
  service.app.get(Requester).ask(TryReplyMailboxV1, { mailbox, authorities: [] }, { timeoutMs: 10_000 });

describe('trying a draft of the reply mailbox', () => {
  it('says for each step what was seen', async () => {
    const report = await tried(service.mailbox());
    expect(report.outcome).toBe('ok');
    expect(report.steps.map(({ name }) => name)).toEqual([
      'dns',
      'tcp',
      'greeting',
      'tls',
      'login',
      'folders',
      'inbox',
      'idle',
    ]);
    expect(report.steps.find(({ name }) => name === 'inbox')).toEqual({
      name: 'inbox',
      outcome: 'ok',
      seen: '0 messages',
    });
  });

  it.each<[string, string, string, () => ReplyMailbox]>([
    ['a wrong port', 'tcp', 'mailbox.unreachable', () => service.mailbox({ port: 1 })],
    ['a wrong user', 'login', 'mailbox.credentials_rejected', () => service.mailbox({ user: 'nobody@example.test' })],
    ['no password', 'login', 'mailbox.password_missing', () => ({ ...service.mailbox(), password: undefined })],
    [
      'a password that was sealed for another server',
      'login',
      'seal.not_ours',
      () => ({ ...service.mailbox(), port: dovecot.ports.imaps }),
    ],
  ])('names the step and what to do for %s', async (_name, step, code, draft) => {
    const report = await tried(draft());
    expect(report.outcome).toBe('failed');
    expect(report.steps.filter(({ outcome }) => outcome === 'failed')).toEqual([
      { name: step, outcome: 'failed', code, remediation: expect.any(String) },
    ]);
  });
});

describe('trying a draft of a mailbox of Microsoft Graph', () => {
  const graph = (more: object = {}, clientSecret?: string): ReplyMailbox =>
    service.sealedMailbox(
      {
        ...{ kind: 'microsoft-graph', enabled: true, trackingMode: 'message-id', pollIntervalSeconds: 180 },
        ...{ tenantId: APP.tenantId, clientId: APP.clientId, replyToAddress: 'replies@contoso.test' },
        ...{ senderProof: { kind: 'none' }, ...more },
      },
      clientSecret === undefined ? {} : { clientSecret },
    );

  it('looks into the inbox', async () => {
    const report = await tried(graph({}, 'right'));
    expect(report.steps.map(({ name, outcome }) => `${name}: ${outcome}`)).toEqual([
      'token: ok',
      'permissions: ok',
      'mailbox: ok',
    ]);
  });

  it('says in the known words that the application is refused', async () => {
    expect((await tried(graph({}, 'wrong'))).steps[0]).toMatchObject({
      name: 'token',
      outcome: 'failed',
      seen: `Error connecting to Tenant ID: contoso.test with Client: ${APP.clientId} credentials.`,
      remediation: expect.stringMatching(
        /^Microsoft OAuth2 settings Tenant ID, Client ID or Client Secret are invalid\./,
      ),
    });
  });

  it.each([
    ['without a secret', undefined, 'token', 'mailbox.password_missing'],
    ['of a mailbox that is not there', 'right', 'mailbox', 'provider.mailbox_unknown'],
  ])('%s names the step', async (_what, secret, name, code) => {
    const report = await tried(graph({ replyToAddress: 'nobody@contoso.test' }, secret));
    expect(report.steps.find(({ outcome }) => outcome === 'failed')).toMatchObject({ name, code });
  });
});
