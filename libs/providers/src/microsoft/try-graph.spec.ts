import { randomUUID } from 'node:crypto';
import type { TestReport } from '@replyline/contracts';
import { startMicrosoft, type FakeMicrosoft, type RegisteredApp } from '@replyline/local-servers';
import { world } from '@replyline/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { inUse, unlimited } from '../admission.js';
import { aMail } from '../provider.contract.js';
import type { GraphOptions } from './graph.js';
import { tryGraph } from './try-graph.js';
import { tryGraphMailbox } from './try-graph-mailbox.js';

const here = world();
const CLIENT = randomUUID();
const ALL = ['Mail.Send', 'Mail.Read', 'Mail.ReadBasic', 'Mail.ReadBasic.All', 'Mail.ReadWrite', 'User.Read.All'];
let app: RegisteredApp;
let fake: FakeMicrosoft;

beforeEach(async () => {
  app = { tenantId: 'contoso.test', clientId: CLIENT, clientSecret: 'right', roles: ALL };
  fake = await startMicrosoft({ apps: [app], mailboxes: ['desk@contoso.test'] });
  here.onEnd(() => fake.stop().catch(() => undefined));
});

const options = (wrong: Partial<GraphOptions> = {}): GraphOptions => ({
  cloud: 'global',
  tenantId: 'contoso.test',
  clientId: CLIENT,
  clientSecret: 'right',
  mailbox: 'desk@contoso.test',
  fromAddress: wrong.mailbox ?? 'desk@contoso.test',
  timeoutSeconds: 2,
  maxConnections: 1,
  baseUrl: fake.url,
  ...wrong,
});
const end = () => AbortSignal.timeout(10_000);
const send = (wrong?: Partial<GraphOptions>) => tryGraph(options(wrong), aMail('1'), end());
const outcomes = ({ steps }: TestReport) => steps.map(({ name, outcome }) => `${name}: ${outcome}`);
const failed = ({ steps }: TestReport) => steps.find(({ outcome }) => outcome === 'failed');

describe('trying to send through Microsoft Graph', () => {
  it('goes through every step and sends', async () => {
    const report = await send();
    expect([report.outcome, ...outcomes(report)]).toEqual([
      'ok',
      'token: ok',
      'permissions: ok',
      'mailbox: ok',
      'send-as: ok',
      'accepted: ok',
    ]);
    expect(fake.mailboxes.sent).toHaveLength(1);
  });

  it('needs leave for each request at the mailbox, and has one at a time', async () => {
    let [held, most, times] = [0, 0, 0];
    const admit = async () => {
      times += 1;
      most = Math.max(most, (held += 1));
      return { ...(await unlimited()), release: () => void (held -= 1) };
    };
    expect((await send({ admit })).outcome).toBe('ok');
    expect({ held, most, times }).toEqual({ held: 0, most: 1, times: 2 });
    const refused = await send({ admit: () => Promise.reject(inUse()) });
    expect(failed(refused)).toMatchObject({ name: 'mailbox', code: 'provider.connections_in_use' });
    expect(fake.mailboxes.sent).toHaveLength(1);
  });

  it('without a mail sends nothing and does not pretend to know about the addresses', async () => {
    const report = await tryGraph(options({ fromAddress: 'noreply@contoso.test' }), undefined, end());
    expect(outcomes(report).slice(3)).toEqual(['send-as: not checked', 'accepted: not checked']);
    expect([report.outcome, fake.mailboxes.sent]).toEqual(['ok', []]);
  });

  it.each([
    ['secret', { clientSecret: 'wrong' }],
    ['tenant', { tenantId: 'elsewhere.test' }],
    ['client', { clientId: randomUUID() }],
  ])('says in the known words that the %s is wrong', async (_what, wrong) => {
    const { tenantId, clientId } = options(wrong);
    const step = failed(await send(wrong));
    expect(step).toMatchObject({
      name: 'token',
      code: 'provider.app_refused',
      seen: `Error connecting to Tenant ID: ${tenantId} with Client: ${clientId} credentials.`,
    });
    expect(step?.remediation).toMatch(
      /^Microsoft OAuth2 settings Tenant ID, Client ID or Client Secret are invalid\. .*Azure portal/,
    );
  });

  it('says that a permission is missing, and which', async () => {
    app.roles = ['Mail.Read'];
    expect(failed(await send())).toMatchObject({
      name: 'permissions',
      code: 'provider.permission_missing',
      remediation: expect.stringContaining('Mail.Send'),
    });
  });

  it('looks no further into permissions that are given per mailbox, and tries them', async () => {
    app.roles = [];
    const report = await send();
    expect(outcomes(report).slice(0, 3)).toEqual(['token: ok', 'permissions: not checked', 'mailbox: not checked']);
    expect(failed(report)).toMatchObject({ name: 'accepted', code: 'provider.permission_missing' });
  });

  it('says that the address has no mailbox', async () => {
    expect(failed(await send({ mailbox: 'nobody@contoso.test' }))).toMatchObject({
      name: 'mailbox',
      code: 'provider.mailbox_unknown',
      remediation: expect.stringContaining('Invalid email account credentials are passed'),
    });
  });

  it('says so, too, when the application may not read profiles', async () => {
    app.roles = ['Mail.Send'];
    const report = await send({ mailbox: 'nobody@contoso.test' });
    expect(outcomes(report)).toContain('mailbox: not checked');
    expect(failed(report)).toMatchObject({ name: 'accepted', code: 'provider.mailbox_unknown' });
  });

  it('says that the mailbox may not send as the From address', async () => {
    expect(failed(await send({ fromAddress: 'noreply@contoso.test' }))).toMatchObject({
      name: 'send-as',
      code: 'provider.send_as_denied',
      remediation: expect.stringMatching(
        /^Permission to send email on behalf of another user is not granted to the email account in the From Address field\./,
      ),
    });
  });

  it('does not blame the settings for a Microsoft that is away', async () => {
    fake.follow(({ step }) =>
      step === 'token' ? { status: 503, error: 'temporarily_unavailable', number: 90033 } : undefined,
    );
    const step = failed(await send());
    expect(step).toMatchObject({ name: 'token', code: 'provider.try_later' });
    expect(step?.seen).toBeUndefined();
    await fake.stop();
    expect(failed(await send())).toMatchObject({ name: 'token', code: 'provider.unavailable' });
  });
});

describe('trying to read a mailbox through Microsoft Graph', () => {
  const read = (wrong?: Partial<GraphOptions>) => tryGraphMailbox(options(wrong), end());

  it('says what is in the inbox', async () => {
    const report = await read();
    expect(outcomes(report)).toEqual(['token: ok', 'permissions: ok', 'mailbox: ok']);
    expect(report.steps[2]?.seen).toBe('3 messages in the inbox, 1 of them unread');
  });

  it('says which permissions are missing beside the one that is needed', async () => {
    app.roles = ['Mail.ReadWrite', 'Mail.Send'];
    expect((await read()).steps[1]?.seen).toBe(
      'Mail.ReadWrite, Mail.Send; not granted: Mail.Read, Mail.ReadBasic, Mail.ReadBasic.All',
    );
    app.roles = ['Mail.Read'];
    expect(failed(await read())).toMatchObject({ name: 'permissions', code: 'provider.permission_missing' });
  });

  it('says in the known words that the application is refused', async () => {
    expect(failed(await read({ clientSecret: 'wrong' }))).toMatchObject({
      name: 'token',
      seen: `Error connecting to Tenant ID: contoso.test with Client: ${CLIENT} credentials.`,
      remediation: expect.stringMatching(
        /^Microsoft OAuth2 settings Tenant ID, Client ID or Client Secret are invalid\./,
      ),
    });
  });

  it('says that there is no such mailbox', async () => {
    expect(failed(await read({ mailbox: 'nobody@contoso.test' }))).toMatchObject({
      name: 'mailbox',
      code: 'provider.mailbox_unknown',
    });
  });
});
