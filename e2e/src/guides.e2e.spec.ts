import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  makeTemporaryFolder,
  startMicrosoft,
  startScriptedDns,
  startScriptedSmtp,
  type FakeMicrosoft,
  type ScriptedDns,
  type ScriptedSmtp,
} from '@replyline/local-servers';
import { startStack, type Stack } from '@replyline/tools';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { stepsOf } from './guides/guide.js';
import { certificatesIn, startPostfixMail, type PostfixMail } from './stage/postfix-mail.js';

const GUIDES = fileURLToPath(new URL('../../docs/guides/', import.meta.url));
const APP = {
  tenantId: 'contoso.test',
  clientId: randomUUID(),
  clientSecret: 'right',
  roles: ['Mail.Send', 'Mail.Read', 'Mail.ReadBasic', 'Mail.ReadBasic.All', 'Mail.ReadWrite', 'User.Read.All'],
};
const dir = makeTemporaryFolder();
let stack: Stack;
let mail: PostfixMail;
let microsoft: FakeMicrosoft;
let exchange: ScriptedSmtp;
let dns: ScriptedDns;

beforeAll(async () => {
  microsoft = await startMicrosoft({ apps: [APP], mailboxes: ['desk@contoso.test', 'replies@contoso.test'] });
  dns = await startScriptedDns();
  exchange = await startScriptedSmtp({ dir });
  exchange.follow(({ step, argument }) => {
    if (step === 'ehlo') return { reply: '250-mail.example.test\r\n250 AUTH XOAUTH2' };
    if (step !== 'auth') return undefined;
    const [, token = ''] =
      /auth=Bearer ([^\u0001]*)/.exec(Buffer.from(argument.split(' ')[1] ?? '', 'base64').toString()) ?? [];
    return microsoft.entra.people.isGood(token) ? undefined : { reply: '535 5.7.3 Authentication unsuccessful' };
  });
  const fake = { MICROSOFT_BASE_URL: microsoft.url };
  // The stack is set up before an authority can be uploaded.
  const trust = { NODE_EXTRA_CA_CERTS: join(certificatesIn(dir), 'ca.pem') };
  stack = await startStack({
    dir,
    env: {
      config: { ...fake, DNS_SERVERS: dns.server },
      'outbound-mail': { ...fake, ...trust },
      'inbound-reply': { ...fake, ...trust },
    },
    mailServers: async (folder, secrets) => (mail = await startPostfixMail(folder, secrets)),
  });
});

afterAll(async () => {
  await stack?.stop();
  await dns?.stop();
  await exchange?.stop();
  await microsoft?.stop();
  rmSync(dir, { recursive: true, force: true });
});

/** What a reader would fill in. */
function variables(): Record<string, string> {
  const { secrets, people, service } = stack;
  const { sending, receiving, postfix, dovecot } = mail;
  return {
    CONFIG: service('config').url,
    TOKEN: people.admin.token,
    OUTBOUND_MAIL: service('outbound-mail').url,
    NATS_URL: stack.backends.natsUrl,
    ADDRESS: 'bob@example.test',
    EXAMPLES: fileURLToPath(new URL('../../docs/examples', import.meta.url)),
    USER_TOKEN: people.alice.token,
    USER_ID: people.bob.id,
    AUTHSERV_ID: 'mx.example.test',
    ...{ OTHER_CONFIG: service('config').url, OTHER_TOKEN: people.admin.token },
    FROM_ADDRESS: 'notifications@example.test',
    ...{ RELAY_HOST: '127.0.0.1', RELAY_PORT: String(postfix.ports.smtp) },
    ...{ SMTP_HOST: sending.host, SMTP_PORT: String(sending.port) },
    ...{ SMTP_USER: 'notifications@example.test', SMTP_PASSWORD: secrets.notificationsPassword },
    CA_FILE: join(certificatesIn(dir), 'ca.pem'),
    ...{ REPLY_TO: 'replies@example.test', IMAP_HOST: receiving.host, IMAP_PORT: String(receiving.port) },
    ...{ IMAP_USER: 'replies@example.test', IMAP_PASSWORD: secrets.repliesPassword },
    ...{ OLD_REPLY_TO: 'notifications@example.test', OLD_IMAP_USER: 'notifications@example.test' },
    OLD_IMAP_PASSWORD: secrets.notificationsPassword,
    ...{
      TENANT_ID: APP.tenantId,
      CLIENT_ID: APP.clientId,
      CLIENT_SECRET: APP.clientSecret,
      MAILBOX: 'desk@contoso.test',
    },
    ...{ INCOMING_HOST: '127.0.0.1', INCOMING_PORT: String(dovecot.ports.pop3) },
    ...{ INCOMING_USER: 'notifications@example.test', INCOMING_PASSWORD: secrets.notificationsPassword },
    ...{ EXCHANGE_HOST: '127.0.0.1', EXCHANGE_PORT: String(exchange.port), EXCHANGE_ENCRYPTION: 'none' },
  };
}

/** Where a guide wants another value, or another server than its neighbours. */
const ELSEWHERE: Readonly<Record<string, () => Record<string, string>>> = {
  'replies-by-microsoft.md': () => ({ REPLY_TO: 'replies@contoso.test' }),
  // Its user gets mail from a sender that only this server takes from us, so it is nobody whom another guide writes to.
  'alarms.md': () => ({ SMTP_PORT: String(mail.postfix.ports.smtp), USER_ID: stack.people.alice.id }),
};

function run(guide: string, commands: string): Promise<{ failed: boolean; output: string }> {
  const script = `set -euo pipefail\n. ${GUIDES}replyline.sh\n${commands}`;
  const env = { PATH: process.env['PATH'], ...variables(), ...ELSEWHERE[guide]?.() };
  return new Promise((resolve) => {
    execFile('bash', ['--norc', '-c', script], { env, cwd: dir, timeout: 60_000 }, (error, stdout, stderr) =>
      resolve({ failed: error !== null, output: stdout + stderr }),
    );
  });
}

const guides = readdirSync(GUIDES).filter((name) => name.endsWith('.md') && name !== 'README.md');

/** About the environment of a service, which no request changes. */
const WITHOUT_STEPS = ['files-of-replies.md'];

describe.each(guides.filter((name) => !WITHOUT_STEPS.includes(name)))('the guide %s', (guide) => {
  const steps = stepsOf(join(GUIDES, guide));

  it.each(steps.map((step, index) => [index + 1, step] as const))(
    'step %s does what it says',
    async (_number, step) => {
      const { failed, output } = await run(guide, step.commands);
      expect(`${failed ? 'refused' : 'done'}: ${output}`).toMatch(step.fails ? /^refused/ : /^done/);
      for (const line of step.expected) expect(output).toContain(line);
    },
    60_000,
  );
});

it('there is a guide for each of the ways that the product pages show, one for those who ask, and one for who there is', () => {
  expect(guides.sort()).toEqual([
    'alarms.md',
    'built-in-server.md',
    'configuration-as-code.md',
    'corporate-smtp.md',
    'files-of-replies.md',
    'linked-account.md',
    'microsoft-365.md',
    'notifications.md',
    'own-and-shared-servers.md',
    'people.md',
    'replies-by-imap.md',
    'replies-by-microsoft.md',
  ]);
});
