import { jetstreamManager } from '@nats-io/jetstream';
import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  NotificationCancelV1,
  NotificationRequestedV1,
  PublisherDocument,
  type DirectoryUser,
} from '@replyline/contracts';
import { mintReviewToken } from '@replyline/intent';
import { startScriptedSmtp, type ScriptedSmtp } from '@replyline/local-servers';
import { readMessage } from '@replyline/mail/reading';
import { sealFor, type SealingKey } from '@replyline/sealing';
import { until, world } from '@replyline/testing';
import {
  aMention,
  environmentFor,
  Replica,
  Surroundings,
  type Request,
  type Row,
} from '../testing/service-under-test.js';
import { AskLessOfEachStatement1764101000000 } from '../keep-deliveries/1764101000000-ask-less-of-each-statement.js';
import { PurgeWordsInClear1764001200000 } from './1764001200000-purge-words-in-clear.js';

const CANARY = 'plum-Kettle-0917';
const formsOf = (canary: string) => [
  canary,
  ...(['hex', 'base64', 'base64url'] as const).map((it) => Buffer.from(canary).toString(it)),
];
const FORMS = formsOf(CANARY);

const NAME = 'accounts';
const FROM = { source: `/services/${NAME}` };
const here = world();
let around: Surroundings;
let replica: Replica;
let server: ScriptedSmtp;
let bob: DirectoryUser;
let admin: string;

beforeAll(async () => {
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  server = await startScriptedSmtp({ dir: here.folder() });
  here.onEnd(() => server.stop());
  bob = await around.user('bob');
  await around.profile(server.port);
  await around.put(PublisherDocument, NAME, {
    name: NAME,
    mayActForUsers: false,
    mayAskForReplies: false,
    revision: 1,
    kinds: ['password'],
    lanes: ['normal'],
  });
  replica = await Replica.start(around, { LOG_LEVEL: 'trace' });
  here.onEnd(() => replica.stop());
  admin = await around.token('server-admin');
});

beforeEach(() => server.follow(() => undefined));

/** As a publisher asks: with the key that the service gives out, for this event. */
async function composed(more: { notBefore?: string; idempotencyKey?: string } = {}, secret = CANARY): Promise<Request> {
  const { body: key } = await replica.call('GET', '/v1/sealing-key', await around.token('service'));
  const variables = { displayName: 'Bob', password: `k1.${'A'.repeat(66)}` };
  const event = around.composed({ kind: 'password', recipients: [{ userId: bob.id }], ...more, variables }, FROM);
  const place = { source: event.source, eventId: event.id, field: 'password' };
  const password = sealFor(secret, place, key as unknown as SealingKey);
  return { ...event, data: { ...event.data, variables: { ...variables, password } } } as Request;
}

async function asked(...how: Parameters<typeof composed>): Promise<Request> {
  const request = await composed(...how);
  await around.publish(NotificationRequestedV1.subjectOf(request), request);
  return request;
}

const inState = (request: Request, state: string): Promise<Row> =>
  until(async () => (await replica.deliveries(request)).find((row) => row.state === state), {
    what: `a delivery ${state}`,
  });
const mailOf = (row: Row) => (row as unknown as { mail: Record<string, unknown> }).mail;
const resend = async ({ id }: Row) => (await replica.call('POST', `/v1/deliveries/${id}/resend`, admin)).body;

async function deadLetters(): Promise<{ id: string; sequence: number }[]> {
  const { body } = await replica.call('GET', '/v1/dead-letters', admin);
  return body['items'] as { id: string; sequence: number }[];
}

async function tables(): Promise<string> {
  const names: { name: string }[] = await replica.db.query(
    `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public'`,
  );
  const rows = await Promise.all(names.map(({ name }) => replica.db.query(`SELECT t::text AS row FROM ${name} t`)));
  return JSON.stringify(rows);
}

/** Buckets are streams too. */
async function streams(): Promise<string> {
  const { streams: all } = await jetstreamManager(around.nats);
  const texts: string[] = [];
  for await (const { config, state } of all.list()) {
    for (let seq = Math.max(1, state.first_seq); seq <= state.last_seq; seq += 1) {
      texts.push((await all.getMessage(config.name, { seq }))?.string() ?? '');
    }
  }
  return texts.join('\n');
}

async function everywhere(...requests: Request[]): Promise<[string, string][]> {
  const answers = await Promise.all([
    replica.call('GET', '/v1/notifications', admin),
    replica.call('GET', '/v1/dead-letters', admin),
    ...requests.map(async (it) => {
      const { notification_id: id } = (await replica.deliveries(it))[0]!;
      return replica.call('GET', `/v1/notifications/${id}`, admin);
    }),
  ]);
  return [
    ['tables', await tables()],
    ['streams', await streams()],
    ['answers', JSON.stringify(answers)],
    ['log', JSON.stringify(replica.log())],
  ];
}

const expectNowhere = (...requests: Request[]): Promise<void> => expectNowhereIn(FORMS, ...requests);

async function expectNowhereIn(forms: readonly string[], ...requests: Request[]): Promise<void> {
  for (const [place, content] of await everywhere(...requests)) {
    expect([place, content.length > 100]).toEqual([place, true]);
    for (const form of forms) expect([place, content.includes(form)]).toEqual([place, false]);
  }
}

describe('a one-time password', () => {
  it('is in the mail that the server got, and nowhere else', async () => {
    const waiting = await asked({ notBefore: new Date(Date.now() + 3_600_000).toISOString() });
    await inState(waiting, 'scheduled');
    const sent = await asked();
    await inState(sent, 'sent');
    expect(server.messages().join('')).toContain(CANARY);
    await expectNowhere(waiting, sent);
  });

  it('is kept sealed while it waits, and purged when it was sent', async () => {
    const waiting = await inState(
      await asked({ notBefore: new Date(Date.now() + 3_600_000).toISOString() }),
      'scheduled',
    );
    expect(mailOf(waiting)).toMatchObject({ text: '', html: '', sealed: expect.stringMatching(/^k1\./) });
    const sent = mailOf(await inState(await asked(), 'sent'));
    expect(sent).toMatchObject({ text: '', html: '', purged: true });
    expect(sent).not.toHaveProperty('sealed');
  });

  it('is purged when it was cancelled', async () => {
    const request = await asked({ notBefore: new Date(Date.now() + 3_600_000).toISOString() });
    const { notification_id: id } = await inState(request, 'scheduled');
    await replica.call('POST', `/v1/notifications/${id}/cancel`, admin);
    expect(mailOf(await inState(request, 'cancelled'))).not.toHaveProperty('sealed');
  });

  it('that failed cannot be sent again, and the answer says what to do', async () => {
    server.follow(({ step }) => (step === 'rcpt' ? { reply: `550 5.1.0 No ${CANARY}` } : undefined));
    const row = await inState(await asked(), 'failed');
    expect(mailOf(row)).not.toHaveProperty('sealed');
    expect(await resend(row)).toMatchObject({ status: 409, code: 'delivery.words_purged' });
    await expectNowhere();
  });

  it('that was deferred is still sent', async () => {
    server.follow(({ step }) => (step === 'rcpt' ? { reply: '451 4.3.0 Later' } : undefined));
    const request = await asked();
    const { id } = await inState(request, 'deferred');
    const before = server.messages().length;
    server.follow(() => undefined);
    await replica.db.query(`UPDATE delivery SET next_attempt_at = now() WHERE id = $1`, [id]);
    await inState(request, 'sent');
    expect(server.messages().slice(before).join('')).toContain(CANARY);
  });

  it('whose outcome is unknown is purged when its time is over', async () => {
    server.follow(({ step }) => (step === 'message' ? { instead: 'close-after-accepting' } : undefined));
    const request = await asked();
    const row = await inState(request, 'unknown');
    expect(mailOf(row)).toHaveProperty('sealed');
    await replica.db.query(`UPDATE delivery SET expires_at = now() + interval '1 second' WHERE id = $1`, [row.id]);
    await until(async () => !('sealed' in mailOf(await inState(request, 'unknown'))), {
      what: 'the purge',
    });
    expect(await resend(row)).toMatchObject({ code: 'delivery.words_purged' });
  });

  it('that was moved into another event is not opened, and its dead letter tells nothing', async () => {
    const { data } = await asked({ notBefore: new Date(Date.now() + 3_600_000).toISOString() });
    const stolen = around.composed(data, FROM);
    await around.publish(NotificationRequestedV1.subjectOf(stolen), stolen);
    await until(
      async () => JSON.stringify((await replica.call('GET', '/v1/dead-letters', admin)).body).includes('seal.not_ours'),
      { what: 'a dead letter' },
    );
    expect(await replica.deliveries(stolen)).toEqual([]);
    await expectNowhere();
  });

  it('that a foreign client says in clear is refused, and nobody keeps it', async () => {
    const event = around.composed({ ...aMention(bob) }, FROM);
    const variables = { displayName: 'Bob', password: CANARY };
    const inClear = {
      ...event,
      data: { kind: 'password', lane: 'normal', recipients: [{ userId: bob.id }], variables },
    };
    const { seq } = await around.publish(`notification.requested.v1.normal.${NAME}`, inClear);
    const letter = await until(async () => (await deadLetters()).find(({ sequence }) => sequence === seq), {
      what: 'a dead letter',
    });
    expect(letter).toMatchObject({ reason: { code: 'contract.invalid_event' }, paths: ['data.variables.password'] });
    const { body } = await replica.call('GET', `/v1/dead-letters/${letter.id}`, admin);
    expect(body).toMatchObject({ payload: { json: { id: event.id, data: { kind: 'password', variables: {} } } } });
    await until(async () => !(await streams()).includes(CANARY), { what: 'the erasing' });
    await expectNowhere();
  });

  it('asked for again with the same key is one mail, however it was sealed, and another password is another request', async () => {
    const idempotencyKey = 'reset-17';
    const first = await asked({ idempotencyKey });
    await inState(first, 'sent');
    const refusals = async (request: Request) => {
      const path = `/v1/notifications?eventId=${request.id}`;
      return (await replica.call('GET', path, admin)).body as {
        items: { eventId: string; refusal: { code: string } | null }[];
      };
    };
    const same = await asked({ idempotencyKey });
    const other = await asked({ idempotencyKey }, 'another-0918');
    const refused = await until(async () => (await refusals(other)).items[0], { what: 'the refusal' });
    expect(refused.refusal).toMatchObject({ code: 'request.idempotency_key_reused' });
    expect((await refusals(same)).items).toMatchObject([{ eventId: first.id, refusal: null }]);
  });

  it('that was taken back before it came is not kept at all', async () => {
    const request = await composed({ notBefore: new Date(Date.now() + 3_600_000).toISOString() });
    const cancel = NotificationCancelV1.make({ eventId: request.id }, FROM);
    await around.publish(NotificationCancelV1.subjectOf(cancel), cancel);
    await until(async () => ((await replica.db.query(`SELECT 1 FROM early_cancel`)) as unknown[]).length, {
      what: 'the cancel',
    });
    await around.publish(NotificationRequestedV1.subjectOf(request), request);
    const row = await inState(request, 'cancelled');
    expect(mailOf(row)).toMatchObject({ purged: true, text: '' });
    expect(mailOf(row)).not.toHaveProperty('sealed');
  });

  it('asked for again after the keys were rotated is the same', async () => {
    const idempotencyKey = 'reset-18';
    const first = await asked({ idempotencyKey });
    await inState(first, 'sent');
    await replica.stop();
    const keys = ['k2:' + Buffer.alloc(32, 9).toString('base64url'), environmentFor(around).OUTBOUND_SECRET_KEYS];
    replica = await Replica.start(around, { LOG_LEVEL: 'trace', OUTBOUND_SECRET_KEYS: keys.join() });
    const same = await asked({ idempotencyKey });
    expect(JSON.stringify(same.data.variables)).toContain('k2.');
    await inState(await asked(), 'sent');
    const path = `/v1/notifications?idempotencyKey=${idempotencyKey}`;
    expect((await replica.call('GET', path, admin)).body).toMatchObject({ items: [{ refusal: null }] });
    expect((await replica.call('GET', `/v1/notifications?eventId=${same.id}`, admin)).body).toMatchObject({
      items: [{ eventId: first.id }],
    });
  });
});

describe('the link to a held reply', () => {
  const later = () => ({ notBefore: new Date(Date.now() + 3_600_000).toISOString() });
  const held = (heldReplyId: string, more: object = {}): Promise<Request> =>
    around.request({ kind: 'reply-held', recipients: [{ userId: bob.id }], variables: { heldReplyId }, ...more });
  const tokenOf = (heldReplyId: string) => mintReviewToken(heldReplyId, around.intentKeys);

  it('is in the mail that the server got, and nowhere else', async () => {
    const [first, second] = [randomUUID(), randomUUID()];
    const waiting = await held(first, later());
    expect(mailOf(await inState(waiting, 'scheduled'))).toMatchObject({ text: '', html: '' });
    const sent = await held(second);
    await inState(sent, 'sent');
    const { text } = await readMessage(Buffer.from(server.messages().at(-1)!));
    expect(text).toContain(tokenOf(second));
    await expectNowhereIn([first, second].map(tokenOf).flatMap(formsOf), waiting, sent);
  });

  it('is purged when its mail is over, and is not sent again', async () => {
    server.follow(({ step }) => (step === 'rcpt' ? { reply: '550 5.1.0 Nobody' } : undefined));
    const row = await inState(await held(randomUUID()), 'failed');
    expect(mailOf(row)).toMatchObject({ text: '', html: '', purged: true });
    expect(await resend(row)).toMatchObject({ status: 409, code: 'delivery.words_purged' });
  });

  it('that was accepted before it was sealed is still sent, and gone when its mail is over', async () => {
    const id = randomUUID();
    const request = await held(id, later());
    const row = await inState(request, 'scheduled');
    const words = JSON.stringify({ text: tokenOf(id), html: `<p>${tokenOf(id)}</p>` });
    await replica.db.query(
      `UPDATE delivery SET is_sealed = false, mail = (mail - 'sealed') || $2::jsonb WHERE id = $1`,
      [row.id, words],
    );
    const db = replica.db.createQueryRunner();
    await new AskLessOfEachStatement1764101000000().down(db);
    await new PurgeWordsInClear1764001200000().up(db);
    await new AskLessOfEachStatement1764101000000().up(db);
    await db.release();
    expect(mailOf(await inState(request, 'scheduled'))).toMatchObject({ text: tokenOf(id) });
    await replica.db.query(`UPDATE delivery SET state = 'queued', next_attempt_at = now() WHERE id = $1`, [row.id]);
    expect(mailOf(await inState(request, 'sent'))).toMatchObject({ text: '', html: '', purged: true });
    expect(server.messages().at(-1)!.toString()).toContain(tokenOf(id).slice(0, 20));
    await expectNowhereIn(formsOf(tokenOf(id)), request);
  });

  it('that the server repeats is not in what it said', async () => {
    const id = randomUUID();
    server.follow(({ step }) => (step === 'rcpt' ? { reply: `550 5.7.1 No ${tokenOf(id)}` } : undefined));
    const request = await held(id);
    await inState(request, 'failed');
    await expectNowhereIn(formsOf(tokenOf(id)), request);
  });
});
