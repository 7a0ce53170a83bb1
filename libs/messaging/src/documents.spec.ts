import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { DirectoryUserDocument, TryReplyMailboxV1, type DirectoryUser } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { until, world } from '@replyline/testing';
import { Controller, Logger, type INestApplication } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { BucketWatch } from './bucket-watch.js';
import { Answer } from './consume.js';
import { DocumentSnapshot } from './document-snapshot.js';
import { Documents } from './documents.js';
import { NatsLink } from './nats-link.js';
import { Outbox } from './outbox.js';
import { Requester } from './requester.js';
import { bootService } from './testing/boot-service.js';

const ANN: DirectoryUser = {
  id: randomUUID(),
  revision: 1,
  name: 'ann',
  displayName: 'Ann',
  address: 'ann@example.test',
  roles: ['user'],
  groups: [],
  otherAddresses: [],
  locale: 'en',
  timeZone: 'UTC',
  subscriptions: [],
};

@Controller()
class Mailboxes {
  @Answer(TryReplyMailboxV1)
  tryMailbox({ mailbox }: { mailbox: { host: string } }) {
    if (mailbox.host === 'taken.test') throw new Failure('lease.lost', { epoch: 3 });
    if (mailbox.host === 'broken.test') throw new Error('a secret detail');
    return { outcome: 'ok', steps: [{ name: 'login', outcome: 'ok' }] };
  }
}

const here = world();
const booted: INestApplication[] = [];
let natsUrl: string;

async function boot(databaseUrl: string): Promise<INestApplication> {
  const app = await bootService({ service: 'inbound-reply', databaseUrl, natsUrl, controller: Mailboxes });
  booted.push(app);
  return app;
}

async function end(app: INestApplication): Promise<void> {
  await app.close();
  await app.get(DataSource).destroy();
}

const put = (app: INestApplication, user: DirectoryUser) =>
  app.get(DataSource).transaction((tx) => app.get(Outbox).put(tx, DirectoryUserDocument, user.id, user));
const loseBuckets = async (app: INestApplication) => {
  for (const bucket of ['KV_directory', 'KV_settings']) {
    await app.get(NatsLink).connection.request(`$JS.API.STREAM.DELETE.${bucket}`);
  }
};
/** Half of the time after which a bucket is read again: what comes later did not come by the watch. */
const BY_WATCH_MS = 15_000;
const nameAt = (app: INestApplication) => app.get(Documents).get(DirectoryUserDocument, ANN.id)?.displayName;

beforeAll(async () => {
  natsUrl = (await here.nats()).url;
});

afterEach(async () => {
  await Promise.all(booted.splice(0).map(end));
});

describe('a document', () => {
  it('reaches every other service, and whoever listens hears its id', async () => {
    const [writer, reader] = [await boot(await here.freshDatabase()), await boot(await here.freshDatabase())];
    const heard: (string | undefined)[] = [];
    reader.get(Documents).onChange(DirectoryUserDocument, (id) => heard.push(id));
    expect(reader.get(Documents).all(DirectoryUserDocument)).toEqual([]);
    await put(writer, ANN);
    await until(() => nameAt(reader) === 'Ann', { deadlineMs: BY_WATCH_MS, what: 'the document' });
    expect(heard).toEqual([ANN.id]);
    expect(reader.get(Documents).all(DirectoryUserDocument)).toEqual([ANN]);
  });

  it('is the last one that was committed, however fast they follow each other', async () => {
    const [writer, reader] = [await boot(await here.freshDatabase()), await boot(await here.freshDatabase())];
    for (let revision = 1; revision <= 50; revision += 1) {
      await put(writer, { ...ANN, revision, displayName: `Ann ${revision}` });
    }
    await until(() => nameAt(reader) === 'Ann 50', { deadlineMs: BY_WATCH_MS, what: 'the last revision' });
  });

  it('is known to a service that starts later, and still when the broker has lost everything', async () => {
    const database = await here.freshDatabase();
    const writer = await boot(await here.freshDatabase());
    await put(writer, ANN);
    const first = await boot(database);
    await until(() => nameAt(first) === 'Ann', { deadlineMs: BY_WATCH_MS, what: 'the document' });
    booted.splice(booted.indexOf(first), 1);
    await end(first);
    await loseBuckets(writer);
    expect(nameAt(await boot(database))).toBe('Ann');
  });

  it('is written down with the next look where the database was away when it came', async () => {
    const [writer, reader] = [await boot(await here.freshDatabase()), await boot(await here.freshDatabase())];
    const db = reader.get(DataSource);
    const ask = db.query.bind(db);
    const away = jest
      .spyOn(db, 'query')
      .mockImplementation((text, ...more) =>
        text.includes('document_snapshot') ? Promise.reject(new Error('away')) : ask(text, ...more),
      );
    const zoe = { ...ANN, id: randomUUID(), name: 'zoe' };
    await put(writer, zoe);
    await until(() => reader.get(Documents).get(DirectoryUserDocument, zoe.id), { what: 'the document' });
    await reader.get(DocumentSnapshot).settled();
    away.mockRestore();
    const written = () => db.query(`SELECT 1 FROM document_snapshot WHERE path LIKE '%' || $1`, [zoe.id]);
    expect(await written()).toHaveLength(0);
    await reader.get(Documents).reconcile();
    await reader.get(DocumentSnapshot).settled();
    expect(await written()).toHaveLength(1);
  });

  it('counts again in a bucket that was lost and made anew', async () => {
    const [writer, reader] = [await boot(await here.freshDatabase()), await boot(await here.freshDatabase())];
    for (let revision = 1; revision <= 5; revision += 1) await put(writer, { ...ANN, revision });
    await until(() => nameAt(reader) === 'Ann', { deadlineMs: BY_WATCH_MS, what: 'the document' });
    await loseBuckets(writer);
    const found: string[] = [];
    writer.get(Documents).onNewBucket(async (bucket) => void found.push(bucket));
    await writer.get(Documents).reconcile();
    expect(found.sort()).toEqual(['directory', 'settings']);
    await put(writer, { ...ANN, revision: 6, displayName: 'Ann again' });
    await reader.get(Documents).reconcile();
    await until(() => nameAt(reader) === 'Ann again', {
      deadlineMs: BY_WATCH_MS,
      what: 'the document in the new bucket',
    });
    expect(nameAt(reader)).toBe('Ann again');
  });

  it('is looked for once at a time: two looks would both follow a new bucket, and one of them for ever', async () => {
    const documents = (await boot(await here.freshDatabase())).get(Documents);
    const looking = documents.reconcile();
    expect(documents.reconcile()).toBe(looking);
    await looking;
    const next = documents.reconcile();
    expect(next).not.toBe(looking);
    await next;
  });

  it('is looked for again where a look never ends', async () => {
    const documents = (await boot(await here.freshDatabase())).get(Documents);
    const looks = jest.spyOn(BucketWatch.prototype, 'isCurrent').mockReturnValueOnce(new Promise(() => undefined));
    await documents.reconcile(50);
    await documents.reconcile();
    expect(looks.mock.calls.length).toBeGreaterThan(1);
    looks.mockRestore();
  });

  it('is said again in a new bucket also by who could not do it at first', async () => {
    const writer = await boot(await here.freshDatabase());
    await loseBuckets(writer);
    let times = 0;
    writer.get(Documents).onNewBucket(async (bucket) => {
      if (bucket === 'settings') return;
      times += 1;
      if (times === 1) throw new Error('the database is away');
    });
    for (let look = 0; look < 4; look += 1) await writer.get(Documents).reconcile();
    expect(times).toBe(2);
  });

  it('that is not JSON, or not what its contract says, changes nothing and ends nobody', async () => {
    const [writer, reader] = [await boot(await here.freshDatabase()), await boot(await here.freshDatabase())];
    await put(writer, ANN);
    await until(() => nameAt(reader) === 'Ann', { deadlineMs: BY_WATCH_MS, what: 'the document' });
    const raw = jetstream(writer.get(NatsLink).connection);
    await raw.publish(`$KV.directory.user.${ANN.id}`, '{not json');
    await raw.publish('$KV.directory.user.broken', '[]');
    const bob = { ...ANN, id: randomUUID(), name: 'bob', displayName: 'Bob' };
    await put(writer, bob);
    await until(() => reader.get(Documents).get(DirectoryUserDocument, bob.id), {
      deadlineMs: BY_WATCH_MS,
      what: 'the document after them',
    });
    expect(nameAt(reader)).toBe('Ann');
    expect(reader.get(Documents).all(DirectoryUserDocument)).toHaveLength(2);
  });

  it('is the last good one where an answer of JetStream came over it, after a restart too', async () => {
    const database = await here.freshDatabase();
    const writer = await boot(await here.freshDatabase());
    const reader = await boot(database);
    await put(writer, ANN);
    await until(() => nameAt(reader) === 'Ann', { deadlineMs: BY_WATCH_MS, what: 'the document' });
    const raw = jetstream(writer.get(NatsLink).connection);
    await raw.publish(`$KV.directory.user.${ANN.id}`, '{"stream":"NOTIFICATION","seq":1}');
    await reader.get(Documents).reconcile();
    expect(nameAt(reader)).toBe('Ann');
    booted.splice(booted.indexOf(reader), 1);
    await end(reader);
    expect(nameAt(await boot(database))).toBe('Ann');
    await put(writer, { ...ANN, revision: 2, displayName: 'Ann again' });
    await until(() => nameAt(writer) === 'Ann again', { deadlineMs: BY_WATCH_MS, what: 'what config says next' });
  });

  it('is gone when config deletes it', async () => {
    const writer = await boot(await here.freshDatabase());
    await put(writer, ANN);
    await until(() => nameAt(writer) === 'Ann', { deadlineMs: BY_WATCH_MS, what: 'the document' });
    const remove = () =>
      writer.get(DataSource).transaction((tx) => writer.get(Outbox).remove(tx, DirectoryUserDocument, ANN.id));
    await remove();
    await until(() => nameAt(writer) === undefined, { deadlineMs: BY_WATCH_MS, what: 'its end' });
  });

  it('that config has deleted is told of once, and is not there again by an older word of it that comes late', async () => {
    const [writer, reader] = [await boot(await here.freshDatabase()), await boot(await here.freshDatabase())];
    const heard: (string | undefined)[] = [];
    await put(writer, ANN);
    await until(() => nameAt(reader) === 'Ann');
    reader.get(Documents).onChange(DirectoryUserDocument, (id) => heard.push(id));
    await writer.get(DataSource).transaction((tx) => writer.get(Outbox).remove(tx, DirectoryUserDocument, ANN.id));
    await until(() => nameAt(reader) === undefined);

    await reader.get(Documents).reconcile();
    expect(heard).toEqual([ANN.id]);
    const path = `${DirectoryUserDocument.bucket}/${DirectoryUserDocument.key(ANN.id)}`;
    const { bucket } = reader.get(DocumentSnapshot).get(`${DirectoryUserDocument.bucket}/`)!;
    expect(reader.get(DocumentSnapshot).accept({ path, bucket, revision: 1, value: ANN })).toBe(false);
    expect(nameAt(reader)).toBeUndefined();
    expect(reader.get(Documents).all(DirectoryUserDocument)).not.toContainEqual(ANN);
  });
});

describe('a request', () => {
  const ask = (app: INestApplication, host: string) =>
    app.get(Requester).ask(
      TryReplyMailboxV1,
      {
        mailbox: {
          kind: 'imap',
          enabled: true,
          host,
          port: 143,
          encryption: 'none',
          user: 'replies',
          replyToAddress: 'replies@example.test',
          trackingMode: 'address',
          pollIntervalSeconds: 180,
          senderProof: { kind: 'none' },
          revision: 1,
        },
      },
      { timeoutMs: 2_000 },
    );

  it('is answered, and a failure arrives as the failure that it was', async () => {
    const app = await boot(await here.freshDatabase());
    expect(await ask(app, 'imap.test')).toMatchObject({ outcome: 'ok' });
    await expect(ask(app, 'taken.test')).rejects.toMatchObject({ code: 'lease.lost', details: { epoch: 3 } });
    await expect(ask(app, 'broken.test')).rejects.toMatchObject({ code: 'service.unavailable' });
  });

  it('that ends in a defect is told to the operator, and not to whoever asked', async () => {
    const app = await boot(await here.freshDatabase());
    const told: unknown[] = [];
    Logger.overrideLogger({ log: () => undefined, warn: () => undefined, error: (line) => told.push(line) });
    await expect(ask(app, 'broken.test')).rejects.toMatchObject({ message: expect.not.stringContaining('secret') });
    Logger.overrideLogger(false);
    expect(told).toMatchObject([{ subject: TryReplyMailboxV1.subject, err: { message: 'a secret detail' } }]);
  });

  it('that a newer service refuses with a code of its own is refused', async () => {
    const app = await boot(await here.freshDatabase());
    const newer = { ...TryReplyMailboxV1, subject: 'outbound-mail.newer.v1' };
    const refusal = JSON.stringify({ failure: { code: 'future.code', details: {} } });
    app.get(NatsLink).connection.subscribe(newer.subject, { callback: (_error, asked) => void asked.respond(refusal) });
    const asking = app.get(Requester).ask(newer, { mailbox: {} as never }, { timeoutMs: 2_000 });
    await expect(asking).rejects.toMatchObject({ code: 'service.unavailable', details: { reason: 'future.code' } });
  });

  it('says that the service is unavailable when nobody answers', async () => {
    const app = await boot(await here.freshDatabase());
    const nobody = { ...TryReplyMailboxV1, subject: 'outbound-mail.nobody.v1' };
    const asking = app.get(Requester).ask(nobody, { mailbox: {} as never }, { timeoutMs: 500 });
    await expect(asking).rejects.toMatchObject({ code: 'service.unavailable', details: { service: 'outbound-mail' } });
  });
});
