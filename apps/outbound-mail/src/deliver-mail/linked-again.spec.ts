import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import {
  AccessTokenV1,
  ConfigChangedV1,
  linkedAccountDocument,
  secretBinding,
  SendingProfileDocument,
} from '@replyline/contracts';
import { startScriptedSmtp, type ScriptedSmtp } from '@replyline/local-servers';
import { parseKeyRing, seal } from '@replyline/sealing';
import { until, world } from '@replyline/testing';
import { environmentFor, Replica, Surroundings, type Request } from '../testing/service-under-test.js';

const here = world();
const account = randomUUID();
let isLinked = false;
let around: Surroundings;
let replica: Replica;

beforeAll(async () => {
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  const server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  server.follow(({ step }) => (step === 'ehlo' ? { reply: '250-mail.example.test\r\n250 AUTH XOAUTH2' } : undefined));
  // The seat of config.
  around.nats.subscribe(AccessTokenV1.subject, {
    callback: (_error, message) => void message.respond(JSON.stringify({ answer: token() })),
  });
  await sendAs(account, server);
  replica = await Replica.start(around);
  here.onEnd(() => replica.stop());
});

function token(): object {
  if (!isLinked) return { outcome: 'refused', code: 'account.needs_linking' };
  const endpoint = { host: 'access-token', port: 0, user: 'outbound-mail' };
  const ring = parseKeyRing(environmentFor(around).OUTBOUND_SECRET_KEYS, 'OUTBOUND_SECRET_KEYS');
  const accessToken = seal('fresh', secretBinding(linkedAccountDocument(account), 'accessToken', endpoint, 3), ring);
  return { outcome: 'ok', accessToken, revision: 3, user: 'alice@example.test', expiresAt: '2030-01-01T00:00:00Z' };
}

async function sendAs(accountId: string, { port }: ScriptedSmtp): Promise<void> {
  const login = { accountId, user: 'alice@example.test', fromAddress: 'alice@example.test' };
  const server = { host: '127.0.0.1', port, encryption: 'none', verifyCertificate: true, charset: 'utf-8' };
  const limits = { timeoutSeconds: 2, maxConnections: 10 };
  const profile = { id: 'system', revision: 1, scope: 'system', fromMode: 'system', ...server, ...login, ...limits };
  await around.put(SendingProfileDocument, 'system', { kind: 'microsoft-exchange', ...profile });
}

const linked = (accountId: string) =>
  around.publish(
    'config.changed.v1',
    ConfigChangedV1.make(
      { document: linkedAccountDocument(accountId), revision: 4, fields: ['state', 'tokens'] },
      { source: '/services/config' },
    ),
  );

const is = (request: Request, state: string) =>
  until(async () => (await replica.deliveries(request)).find((row) => row.state === state), { what: state });

it('mail that waits for an account to be linked again goes on when it is, and not because of another one', async () => {
  const request = await around.mention(await around.user('bob'));
  expect(await is(request, 'deferred')).toMatchObject({ code: 'account.needs_linking', attempts: 1 });
  isLinked = true;
  await linked(randomUUID());
  await until(async () => {
    const { ack_floor: handled } = await around.consumer('CONFIG', 'outbound-mail-linked-again');
    return handled.consumer_seq === 1;
  });
  expect(await is(request, 'deferred')).toMatchObject({ attempts: 1 });
  await linked(account);
  await is(request, 'sent');
});
