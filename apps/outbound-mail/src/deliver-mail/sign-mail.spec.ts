import { generateKeyPairSync, randomUUID } from 'node:crypto';
import {
  dkimBinding,
  DkimKeyDocument,
  dkimRecordName,
  SendingProfileDocument,
  TrySendingProfileV1,
  type DirectoryUser,
  type SendingProfile,
} from '@replyline/contracts';
import { startScriptedSmtp, type ScriptedSmtp } from '@replyline/local-servers';
import { parseKeyRing, seal } from '@replyline/sealing';
import { until, world } from '@replyline/testing';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { environmentFor, Replica, Surroundings, type Request } from '../testing/service-under-test.js';

const here = world();
/** What DNS would say. */
const records = new Map<string, string>();
let around: Surroundings;
let replica: Replica;
let server: ScriptedSmtp;
let bob: DirectoryUser;
let revision = 0;
let busy = false;

beforeAll(async () => {
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  server.follow(({ step }) => (busy && step === 'rcpt' ? { reply: '451 4.3.2 Come back later' } : undefined));
  bob = await around.user('bob');
  replica = await Replica.start(around);
  here.onEnd(() => replica.stop());
  replica.routeMailTo(server.port);
});

afterEach(async () => {
  busy = false;
  for (const id of published.splice(0)) await forget(id);
});

const published: string[] = [];
const ring = () => parseKeyRing(environmentFor(around).OUTBOUND_SECRET_KEYS, 'OUTBOUND_SECRET_KEYS');

interface Made {
  readonly domain: string;
  readonly selector: string;
  /** For whom it was sealed, where that is not whom it says. */
  readonly sealedFor?: string;
}

/** A key as config publishes it once it is active. */
async function activate({ domain, selector, sealedFor = domain }: Made): Promise<string> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
  const key = { id: randomUUID(), revision: 1, domain, selector };
  const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
  records.set(
    dkimRecordName(key),
    `v=DKIM1; k=rsa; p=${publicKey.export({ type: 'spki', format: 'der' }).toString('base64')}`,
  );
  const sealed = seal(pem, dkimBinding({ ...key, domain: sealedFor }), ring());
  await around.put(DkimKeyDocument, key.id, { ...key, privateKey: sealed });
  await until(() => replica.document(DkimKeyDocument, key.id), { what: 'the key' });
  published.push(key.id);
  return key.id;
}

async function forget(id: string): Promise<void> {
  await around.remove(DkimKeyDocument, id);
  await until(() => replica.document(DkimKeyDocument, id) === undefined, { what: 'the key to be gone' });
}

async function profile(settings: object = {}): Promise<SendingProfile> {
  const common = { id: 'system', revision: (revision += 1), timeoutSeconds: 20, fromAddress: 'desk@example.test' };
  const document = SendingProfileDocument.parse({ kind: 'built-in', ...common, ...settings });
  await around.put(SendingProfileDocument, 'system', document);
  await until(() => replica.document(SendingProfileDocument, 'system')?.revision === revision, { what: 'the profile' });
  return document;
}

const RELAY = () => ({ relay: { host: '127.0.0.1', port: server.port, encryption: 'none' } });
const stateOf = async (request: Request) => (await replica.deliveries(request))[0];

async function arrived(request: Request): Promise<string> {
  const id = await until(
    async () => {
      const row = await stateOf(request);
      return row?.state === 'sent' ? row.message_id : undefined;
    },
    { what: 'the mail' },
  );
  const found = server.messages().find((mail) => mail.includes(`\r\nMessage-ID: <${id}>\r\n`));
  expect(found).toBeDefined();
  return found!;
}
const sent = async () => arrived(await around.mention(bob));

/** What an implementation that is not ours says: of each signature its selector, its result and whom it aligns with. */
async function verdictOn(message: string): Promise<string> {
  const resolver = (name: string) => {
    const record = records.get(name);
    if (record === undefined) throw Object.assign(new Error(name), { code: 'ENOTFOUND' });
    return Promise.resolve([[record]]);
  };
  const { results } = await dkimVerify(Buffer.from(message, 'latin1'), { resolver });
  return results
    .map(({ selector, status: { result, aligned } }) => `${selector ?? 'unsigned'} ${result} ${String(aligned ?? '')}`)
    .map((verdict) => verdict.trim())
    .join();
}

describe('mail of the built-in server', () => {
  it.each<[string, () => object]>([
    ['to the servers of a domain', () => ({})],
    ['through a relay', RELAY],
  ])('%s is signed by the domain of its sender', async (_how, settings) => {
    await profile(settings());
    await activate({ domain: 'example.test', selector: 'one' });
    const message = await sent();
    expect(await verdictOn(message)).toBe('one pass example.test');
    expect(await verdictOn(message.replace('urgent', 'harmless'))).toMatch(/^one (?:fail|neutral)/);
  });

  it.each(['iso-8859-1', 'iso-2022-jp', 'utf-8'])(
    'is signed in %s too, with letters of its language',
    async (charset) => {
      await profile({ charset, displayName: 'Grüße, "Büro"', ...RELAY() });
      await activate({ domain: 'example.test', selector: 'letters' });
      expect(await verdictOn(await sent())).toBe('letters pass example.test');
    },
  );

  it('is not signed without a key of that very domain', async () => {
    await profile(RELAY());
    await activate({ domain: 'mail.example.test', selector: 'below' });
    await activate({ domain: 'other.test', selector: 'other' });
    expect(await sent()).not.toMatch(/^DKIM-Signature:/im);
  });

  it('that was queued before is signed with the key that is active when it is sent', async () => {
    await profile(RELAY());
    const former = await activate({ domain: 'example.test', selector: 'former' });
    busy = true;
    const request = await around.mention(bob);
    await until(async () => (await stateOf(request))?.state === 'deferred', { what: 'the first attempt' });
    await activate({ domain: 'example.test', selector: 'next' });
    await forget(former);
    busy = false;
    await replica.db.query('UPDATE delivery SET next_attempt_at = now() WHERE state = $1', ['deferred']);
    expect(await verdictOn(await arrived(request))).toBe('next pass example.test');
  });

  it('waits where its key was sealed for another domain: unsigned it would look forged', async () => {
    await profile(RELAY());
    await activate({ domain: 'example.test', selector: 'moved', sealedFor: 'other.test' });
    const before = server.accepted().length;
    const request = await around.mention(bob);
    const row = await until(async () => (await stateOf(request))?.code && stateOf(request), { what: 'an outcome' });
    expect(row).toMatchObject({ state: 'deferred', code: 'seal.not_ours' });
    expect(server.accepted()).toHaveLength(before);
  });

  it('is signed as a test mail as well', async () => {
    await activate({ domain: 'example.test', selector: 'test' });
    const question = { profile: await profile(RELAY()), recipient: 'admin@example.test' };
    await around.nats.request(TrySendingProfileV1.subject, JSON.stringify(question), { timeout: 7_000 });
    expect(await verdictOn(server.messages().at(-1)!)).toBe('test pass example.test');
  });
});

it('mail through a server of the company is left to that server', async () => {
  await activate({ domain: 'example.test', selector: 'one' });
  await profile({ kind: 'smtp', host: '127.0.0.1', port: server.port, encryption: 'none' });
  expect(await sent()).not.toMatch(/^DKIM-Signature:/im);
});
