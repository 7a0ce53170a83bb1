import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { jetstreamManager } from '@nats-io/jetstream';
import { Objm } from '@nats-io/obj';
import { headers } from '@nats-io/transport-node';
import {
  attachmentBucketOf,
  NotificationDeferredV1,
  NotificationFailedV1,
  PublisherDocument,
  type Attachment,
  type DirectoryUser,
} from '@replyline/contracts';
import { AttachmentStore, NatsLink } from '@replyline/messaging';
import { Notifier } from '@replyline/notify-client';
import { until, world, type MailLab } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { simpleParser } from 'mailparser';
import { FetchFiles } from './fetch-files.js';
import { Replica, Surroundings, type Request, type Row } from '../testing/service-under-test.js';

const here = world();
const EXPORTS = '/services/exports';
let around: Surroundings;
let replica: Replica;
let lab: MailLab;
let bob: DirectoryUser;
let notifier: Notifier;

beforeAll(async () => {
  lab = await here.mailLab();
  const natsUrl = (await here.nats()).url;
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl });
  here.onEnd(() => around.stop());
  bob = await around.user('bob');
  await around.profile(lab.postfix.ports.smtp, { timeoutSeconds: 20 });
  replica = await Replica.start(around, { LOG_LEVEL: 'warn' });
  here.onEnd(() => replica.stop());
  notifier = await Notifier.connect({ servers: natsUrl, publisher: 'exports' });
  here.onEnd(() => notifier.close());
  for (const name of ['exports', 'billing']) {
    await publisher(name);
    await until(() => hasBucket(name), { what: 'the bucket of a publisher' });
  }
});

function publisher(name: string): Promise<void> {
  const kinds = ['export-completed', 'job-status'];
  const rights = { lanes: ['normal'], mayActForUsers: false, mayAskForReplies: false };
  return around.put(PublisherDocument, name, { name, revision: 1, kinds, ...rights });
}

const hasBucket = (name: string): Promise<boolean> =>
  new Objm(around.nats).open(attachmentBucketOf(name)).then(
    () => true,
    () => false,
  );

const asked = (...attachments: Attachment[]): Promise<Request> =>
  around.request(
    {
      kind: 'export-completed',
      recipients: [{ userId: bob.id }],
      attachments,
      variables: { exportName: 'Orders', url: 'https://reports.example/1' },
    },
    { source: EXPORTS },
  );
const settled = (request: Request, ...states: string[]): Promise<Row> =>
  until(async () => (await replica.deliveries(request)).find(({ state }) => states.includes(state)), {
    deadlineMs: 40_000,
    what: `a delivery that is ${states.join(' or ')}`,
  });
const received = async ({ message_id }: Row) =>
  simpleParser(await lab.client('bob').waitFor(`<${message_id}>`, 40_000), { skipImageLinks: true });
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const csv = { filename: 'Bestellungen März 売上.csv', mediaType: 'text/csv' };

describe('a mail with files', () => {
  it('arrives with each under its name and type, octet by octet, and its words as ever', async () => {
    const bytes = [Buffer.from('a;b\r\nä;\n.\n'), randomBytes(200_000)];
    const files = [
      await notifier.attach(csv, bytes[0]!),
      await notifier.attach({ filename: 'rohdaten.bin', mediaType: 'application/octet-stream' }, bytes[1]!),
    ];
    const { attachments, text, html } = await received(await settled(await asked(...files), 'sent'));
    expect(attachments.map(({ filename, contentType, content }) => [filename, contentType, sha256(content)])).toEqual([
      [csv.filename, 'text/csv', sha256(bytes[0]!)],
      ['rohdaten.bin', 'application/octet-stream', sha256(bytes[1]!)],
    ]);
    expect([text, html]).toEqual([expect.stringContaining('Orders'), expect.stringContaining('Orders')]);
  });

  it('arrives with names that are hard to write down, also where two have the same', async () => {
    const names = [
      'mail.eml',
      `it's "100%"; a*b=c, (d) <e>.csv`,
      `${'売'.repeat(196)}.pdf`,
      '😀'.repeat(98) + '.pdf',
      'می\u200cخواهم.pdf',
      'same.txt',
      'same.txt',
    ];
    const files = await Promise.all(
      names.map((filename, n) =>
        notifier.attach({ filename, mediaType: 'application/octet-stream' }, Buffer.from(`file ${n}`)),
      ),
    );
    const { attachments } = await received(await settled(await asked(...files), 'sent'));
    expect(attachments.map(({ filename, content }) => [filename, content.toString()])).toEqual(
      names.map((filename, n) => [filename, `file ${n}`]),
    );
  });

  it('may have 20 MB', async () => {
    const bytes = randomBytes(20_000_000);
    const file = await notifier.attach({ filename: 'groß.zip', mediaType: 'application/zip' }, bytes);
    const { attachments } = await received(await settled(await asked(file), 'sent'));
    expect(attachments.map(({ filename, size, content }) => [filename, size, sha256(content)])).toEqual([
      ['groß.zip', 20_000_000, sha256(bytes)],
    ]);
  });

  it('leaves nothing of them in the database', async () => {
    const bytes = Buffer.from('canary-of-the-content');
    const request = await asked(await notifier.attach(csv, bytes));
    await settled(request, 'sent');
    const [{ row }] = await replica.db.query(
      `SELECT to_jsonb(d)::text AS row FROM delivery d JOIN notification n ON n.id = d.notification_id WHERE n.event_id = $1`,
      [request.id],
    );
    expect(row).toContain(sha256(bytes));
    expect(row).not.toMatch(/canary-of-the-content|Y2FuYXJ5LW9m/);
  });
});

describe('a file that is not what was announced', () => {
  const file = async (content: string) => notifier.attach(csv, Buffer.from(content));

  it.each<[string, (it: Attachment) => Attachment]>([
    ['another size', (it) => ({ ...it, sizeBytes: it.sizeBytes + 1 })],
    ['another content', (it) => ({ ...it, sha256: sha256(Buffer.from('other')) })],
    ['another type', (it) => ({ ...it, mediaType: 'application/x-msdownload' })],
  ])('with %s is not sent, and not tried again', async (_what, changed) => {
    const request = await asked(changed(await file(randomUUID())));
    const row = await settled(request, 'failed');
    expect(row).toMatchObject({ code: 'attachment.changed', attempts: 1 });
    expect(lab.postfix.accepted().some(({ messageId }) => messageId === row.message_id)).toBe(false);
    await until(
      async () => (await around.streamed(NotificationFailedV1)).some(({ data }) => data.deliveryId === row.id),
      { what: 'the event' },
    );
  });

  it('does not go with those that are', async () => {
    const [good, bad] = [await file(randomUUID()), await file(randomUUID())];
    expect(await settled(await asked(good, { ...bad, sizeBytes: 1 }), 'failed')).toMatchObject({
      code: 'attachment.changed',
    });
  });
});

describe('a file that is not there', () => {
  it('may come later: the mail waits, and leaves with it', async () => {
    const bytes = Buffer.from(randomUUID());
    const announced = { ...csv, object: 'later', sizeBytes: bytes.length, sha256: sha256(bytes) };
    const request = await asked(announced);
    const row = await settled(request, 'deferred');
    expect(row).toMatchObject({ code: 'attachment.missing', attempts: 1 });
    await until(
      async () => (await around.streamed(NotificationDeferredV1)).some(({ data }) => data.deliveryId === row.id),
      { what: 'the event' },
    );
    const said = headers();
    said.set('Content-Type', 'text/csv');
    const bucket = await new Objm(around.nats).open('attachments-exports');
    await bucket.putBlob({ name: 'later', headers: said }, bytes);
    await replica.db.query(`UPDATE delivery SET next_attempt_at = now() WHERE id = $1`, [row.id]);
    const { attachments } = await received(await settled(request, 'sent'));
    expect(attachments.map(({ content }) => sha256(content))).toEqual([announced.sha256]);
  });

  it('is one that only another publisher has', async () => {
    const theirs = await new Objm(around.nats).open('attachments-billing');
    await theirs.putBlob({ name: 'salaries' }, Buffer.from('secret'));
    const announced = { ...csv, object: 'salaries', sizeBytes: 6, sha256: sha256(Buffer.from('secret')) };
    expect(await settled(await asked(announced), 'deferred', 'sent')).toMatchObject({
      state: 'deferred',
      code: 'attachment.missing',
    });
  });
});

it('mails with large files take turns, so that the files of no more than two are in memory', async () => {
  const bytes = randomBytes(24_000_000);
  const file = await notifier.attach({ filename: 'x.bin', mediaType: 'application/octet-stream' }, bytes);
  const link = await NatsLink.open(around.servers.natsUrl, 'outbound-mail');
  const fetchFiles = new FetchFiles(new AttachmentStore(link));
  const signal = new AbortController().signal;
  let [inside, most, sent] = [0, 0, 0];
  const send = async ([found]: readonly { readonly content: Buffer }[]) => {
    most = Math.max(most, (inside += 1));
    expect(found!.content.length).toBe(bytes.length);
    await new Promise((resume) => setImmediate(resume));
    inside -= 1;
    sent += 1;
  };
  const small = fetchFiles.during({ lane: 1 }, signal, () => Promise.resolve(sent));
  const pinned = { files: { publisher: 'exports', attachments: [file] }, lane: 1 };
  await Promise.all(Array.from({ length: 6 }, () => fetchFiles.during(pinned, signal, send)));
  expect([most <= 2, sent, await small]).toEqual([true, 6, 0]);
  await link.onApplicationShutdown();
});

describe('a bucket that could not be made', () => {
  it('is made when the broker can', async () => {
    const { streams } = await jetstreamManager(around.nats);
    // Its subjects are another stream's.
    await streams.add({ name: 'BLOCKER', subjects: [`$O.${attachmentBucketOf('late')}.M.>`] });
    await publisher('late');
    await until(() => replica.log().find((line) => line['publisher'] === 'late'), { what: 'the first try' });
    await streams.delete('BLOCKER');
    await replica.makeBucketsAgain();
    expect(await hasBucket('late')).toBe(true);
  });
});
