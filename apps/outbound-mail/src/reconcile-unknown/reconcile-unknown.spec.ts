import { randomUUID } from 'node:crypto';
import {
  NotificationDeferredV1,
  NotificationSentV1,
  NotificationUnknownV1,
  PublisherDocument,
  secretBinding,
  secretEndpointsOf,
  SendingProfileDocument,
  type DirectoryUser,
  type EventContract,
  type EventOf,
} from '@replyline/contracts';
import {
  startMicrosoft,
  startScriptedSmtp,
  type ScriptedSmtp,
  type FakeMicrosoft,
  type MicrosoftBehaviour,
  type MicrosoftStep,
} from '@replyline/local-servers';
import { parseKeyRing, seal } from '@replyline/sealing';
import { until, world, type MailLab } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { ImapFlow } from 'imapflow';
import { environmentFor, Replica, Surroundings, type Request, type Row } from '../testing/service-under-test.js';

const here = world();
const APP = {
  tenantId: 'contoso.test',
  clientId: randomUUID(),
  clientSecret: 'right',
  roles: ['Mail.Send', 'Mail.ReadWrite'],
};
const MAILBOX = 'desk@contoso.test';
const GATEWAY_TIMEOUT = { status: 504, code: '' } as const;
/** After the last look. */
const LATE_SECONDS = 3_700;

let around: Surroundings;
let replica: Replica;
let other: Replica;
let microsoft: FakeMicrosoft;
let bob: DirectoryUser;
let admin: string;
let revision = 0;

beforeAll(async () => {
  microsoft = await startMicrosoft({ apps: [APP], mailboxes: [MAILBOX] });
  here.onEnd(() => microsoft.stop());
  around = await Surroundings.of({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => around.stop());
  bob = await around.user('bob');
  admin = await around.token('server-admin');
  const publisher = { name: 'alarms', revision: 1, kinds: ['system-health'], lanes: ['urgent'] };
  await around.put(PublisherDocument, 'alarms', { ...publisher, mayActForUsers: false, mayAskForReplies: false });
  await graph();
  replica = await Replica.start(around, { MICROSOFT_BASE_URL: microsoft.url });
  here.onEnd(() => replica.stop());
  other = await Replica.start(around, { MICROSOFT_BASE_URL: microsoft.url });
  here.onEnd(() => other.stop());
});

beforeEach(() => {
  microsoft.follow(() => undefined);
  microsoft.mailboxes.isSlow = false;
});

/** As config writes it: each secret is sealed for its endpoint. */
async function profile(settings: object, secrets: Readonly<Record<string, string>>): Promise<void> {
  const placement = { id: 'system', scope: 'system', revision: (revision += 1), timeoutSeconds: 5 };
  const plain = SendingProfileDocument.schema.parse({ ...placement, ...settings });
  const ring = parseKeyRing(environmentFor(around).OUTBOUND_SECRET_KEYS, 'OUTBOUND_SECRET_KEYS');
  const sealed = Object.entries(secrets).map(([field, secret]) => {
    const binding = secretBinding('sending-profile.system', field, secretEndpointsOf(plain)[field]!, revision);
    return [field, seal(secret, binding, ring)] as const;
  });
  await around.put(SendingProfileDocument, 'system', { ...plain, ...Object.fromEntries(sealed) });
}

const graph = (more: object = {}) => {
  const { tenantId, clientId, clientSecret } = APP;
  return profile({ kind: 'microsoft-graph', tenantId, clientId, mailbox: MAILBOX, ...more }, { clientSecret });
};

/** Until both replicas send the new way. */
const isKnown = () =>
  until(() => [replica, other].every((it) => it.document(SendingProfileDocument, 'system')?.revision === revision), {
    what: 'the profile',
  });

const instead = (at: MicrosoftStep, behaviour: MicrosoftBehaviour) =>
  microsoft.follow(({ step }) => (step === at ? behaviour : undefined));

const inState = (request: Request, state: string): Promise<Row> =>
  until(async () => (await replica.deliveries(request)).find((it) => it.state === state), {
    what: `a delivery that is ${state}`,
  });

/** A mention whose answer was lost, and which is looked for. */
async function unknown(behaviour: MicrosoftBehaviour, at: MicrosoftStep = 'sendMail'): Promise<[Request, Row]> {
  instead(at, behaviour);
  return lost(await around.mention(bob));
}

const alarm = () =>
  around.request(
    {
      kind: 'system-health',
      lane: 'urgent',
      recipients: [{ userId: bob.id }],
      variables: { title: 'Disk', text: 'Full.' },
    },
    { source: '/services/alarms' },
  );

async function lost(request: Request): Promise<[Request, Row]> {
  const row = await inState(request, 'unknown');
  await until(async () => (await searchOf(row)) !== undefined, { what: 'the search' });
  return [request, row];
}

const searchOf = async ({ id }: Row) =>
  (
    await replica.db.query<
      { epoch: string; looks: number; seen: string | null; code: string | null; next_at: Date | null }[]
    >(`SELECT * FROM sent_search WHERE delivery_id = $1`, [id])
  )[0];

/** As if so much time had passed since the answer was lost. */
async function later({ id }: Row, seconds: number): Promise<void> {
  await replica.db.query(
    `WITH older AS (UPDATE delivery SET settled_at = settled_at - $2 * interval '1 second' WHERE id = $1)
     UPDATE sent_search SET next_at = next_at - $2 * interval '1 second' WHERE delivery_id = $1`,
    [id, seconds],
  );
}

async function looked(row: Row): Promise<NonNullable<Awaited<ReturnType<typeof searchOf>>>> {
  const before = (await searchOf(row))?.looks ?? 0;
  return until(
    async () => {
      const now = await searchOf(row);
      return now && now.looks > before ? now : undefined;
    },
    { what: 'a look' },
  );
}

async function lookedLater(row: Row, seconds: number) {
  const look = looked(row);
  await later(row, seconds);
  return look;
}

const copiesOf = ({ message_id: id }: Row) =>
  microsoft.mailboxes.sent.filter(({ messageId }) => messageId === id).length;

async function eventsOf<C extends EventContract>(contract: C, { id }: Row): Promise<EventOf<C>[]> {
  const all = await around.streamed(contract);
  return all.filter(({ data }) => (data as { deliveryId?: string }).deliveryId === id);
}

const looksFor = ({ message_id: id }: Row) =>
  microsoft.exchanges.filter(({ path, filter }) => path.endsWith('/sentitems/messages') && filter?.includes(id));

const shown = async ({ notification_id: id }: Row) =>
  (await replica.call('GET', `/v1/notifications/${id}`, admin)).body as { deliveries: Record<string, unknown>[] };

describe('a delivery whose answer was lost', () => {
  it('is sent, once, when it stands in Sent Items', async () => {
    const [request, row] = await unknown({ ...GATEWAY_TIMEOUT, isDone: true });
    expect(await eventsOf(NotificationUnknownV1, row)).toHaveLength(1);
    await later(row, 31);
    expect(await inState(request, 'sent')).toMatchObject({ attempts: 1, code: null });
    expect(copiesOf(row)).toBe(1);
    const sent = await until(async () => (await eventsOf(NotificationSentV1, row))[0], { what: 'the event' });
    expect(sent.data).toMatchObject({ attempt: 1, messageId: row.message_id });
    expect((await shown(row)).deliveries).toMatchObject([
      {
        ...{ state: 'sent', resolution: 'found in Sent Items', attempts: [{ outcome: 'unknown' }] },
        search: { looks: 1, seen: 'sent', nextAt: null },
      },
    ]);
    expect(looksFor(row)).toHaveLength(1);
  });

  it('is looked for again while it waits in the Outbox', async () => {
    microsoft.mailboxes.isSlow = true;
    const [request, row] = await unknown({ instead: 'close-after-accepting' });
    expect(await lookedLater(row, 31)).toMatchObject({ seen: 'outbox', next_at: expect.any(Date) });
    expect(await lookedLater(row, LATE_SECONDS)).toMatchObject({ seen: 'outbox', next_at: expect.any(Date) });
    microsoft.mailboxes.isSlow = false;
    await later(row, LATE_SECONDS);
    await inState(request, 'sent');
    expect(copiesOf(row)).toBe(1);
  });

  it('stays unknown when it is nowhere, and says what to do', async () => {
    const [request, row] = await unknown(GATEWAY_TIMEOUT);
    expect(await lookedLater(row, 31)).toMatchObject({ seen: 'nowhere', next_at: expect.any(Date) });
    expect(await lookedLater(row, LATE_SECONDS)).toMatchObject({ seen: 'nowhere', next_at: null });
    expect(await inState(request, 'unknown')).toMatchObject({ code: 'provider.not_among_sent', attempts: 1 });
    expect((await shown(row)).deliveries).toMatchObject([
      { resolution: 'not found in Sent Items', reason: { remediation: expect.stringContaining('resend') } },
    ]);
    expect(copiesOf(row)).toBe(0);
  });

  it('that a person has sent again is looked for anew', async () => {
    const [request, row] = await unknown(GATEWAY_TIMEOUT);
    await lookedLater(row, LATE_SECONDS);
    instead('sendMail', { ...GATEWAY_TIMEOUT, isDone: true });
    expect(await replica.call('POST', `/v1/deliveries/${row.id}/resend`, admin)).toMatchObject({ status: 202 });
    await until(async () => (await replica.deliveries(request)).some((it) => it.attempts === 2), {
      what: 'the attempt',
    });
    await until(async () => (await searchOf(row))?.looks === 0, { what: 'a new search' });
    await later(row, 31);
    expect(await inState(request, 'sent')).toMatchObject({ attempts: 2 });
    expect(copiesOf(row)).toBe(1);
  });

  it('that a person sends again during a look is left to him', async () => {
    const [request, row] = await unknown({ ...GATEWAY_TIMEOUT, isDone: true });
    let [release, isLooking] = [(): void => undefined, false];
    const held = new Promise<void>((resolve) => (release = resolve));
    microsoft.follow(({ step }) => {
      if (step !== 'find') return undefined;
      isLooking = true;
      return { after: held };
    });
    await later(row, 31);
    await until(() => isLooking, { what: 'a look' });
    await replica.call('POST', `/v1/deliveries/${row.id}/resend`, admin);
    await inState(request, 'sent');
    release();
    await until(async () => (await searchOf(row))?.looks === 1, { what: 'the end of the look' });
    expect(await inState(request, 'sent')).toMatchObject({ attempts: 2, resolution: 'sent again' });
    const told = await until(async () => (await eventsOf(NotificationSentV1, row))[0], { what: 'the event' });
    expect(told.data).toMatchObject({ attempt: 2, replyCode: 202 });
    expect(await eventsOf(NotificationSentV1, row)).toHaveLength(1);
  });

  it('is sent when a delivery report about it came back', async () => {
    const [request, row] = await unknown(GATEWAY_TIMEOUT);
    await replica.db.query(
      `INSERT INTO delivery_report (delivery_id, event_id, action, status_code, is_permanent, reported_at)
       VALUES ($1, 'report-1', 'failed', '5.1.1', true, now())`,
      [row.id],
    );
    await later(row, 31);
    await inState(request, 'sent');
    expect((await shown(row)).deliveries).toMatchObject([{ resolution: 'reported by a mail server' }]);
  });

  it('is looked for on when Microsoft does not let us look, and says why', async () => {
    APP.roles = ['Mail.Send'];
    const [request, row] = await unknown({ ...GATEWAY_TIMEOUT, isDone: true });
    const refused = { seen: 'unseen', code: 'provider.permission_missing', next_at: expect.any(Date) };
    expect(await lookedLater(row, LATE_SECONDS)).toMatchObject(refused);
    expect((await shown(row)).deliveries).toMatchObject([
      { state: 'unknown', search: { reason: { code: 'provider.permission_missing' } } },
    ]);
    APP.roles = ['Mail.Send', 'Mail.ReadWrite'];
    await later(row, LATE_SECONDS);
    await inState(request, 'sent');
  });

  it('is not looked for before Microsoft wants to be asked again', async () => {
    const [, row] = await unknown({ ...GATEWAY_TIMEOUT, isDone: true });
    instead('find', { status: 429, code: 'ApplicationThrottled', retryAfterSeconds: 600 });
    expect(await lookedLater(row, 31)).toMatchObject({ seen: 'unseen', code: 'provider.throttled' });
    const [pause] = await replica.db.query<{ seconds: number }[]>(
      `SELECT extract(epoch FROM until - now())::int AS seconds FROM profile_pause WHERE profile_id = 'system'`,
    );
    expect(pause!.seconds).toBeGreaterThan(500);
    await replica.db.query(`DELETE FROM profile_pause`);
  });
});

describe('an alarm whose answer was lost', () => {
  it('is not sent again when it is found', async () => {
    instead('sendMail', { ...GATEWAY_TIMEOUT, isDone: true });
    const [request, row] = await lost(await alarm());
    await later(row, 31);
    await inState(request, 'sent');
    expect(copiesOf(row)).toBe(1);
    expect(await eventsOf(NotificationDeferredV1, row)).toEqual([]);
  });

  it('is sent again, once, when it is nowhere', async () => {
    instead('sendMail', GATEWAY_TIMEOUT);
    const [request, row] = await lost(await alarm());
    microsoft.follow(() => undefined);
    await later(row, 120);
    expect(await inState(request, 'sent')).toMatchObject({ attempts: 2 });
    expect(copiesOf(row)).toBe(1);
    expect(await eventsOf(NotificationDeferredV1, row)).toHaveLength(1);
  });
});

describe('an alarm to an address that is suppressed by now', () => {
  it('is not sent again', async () => {
    instead('sendMail', GATEWAY_TIMEOUT);
    const [request, row] = await lost(await alarm());
    microsoft.follow(() => undefined);
    await replica.db.query(
      `INSERT INTO suppression (id, address, reason, status_code, delivery_id, created_at)
       SELECT id, lower(address), 'no-such-mailbox', '5.1.1', id, now() FROM delivery WHERE id = $1`,
      [row.id],
    );
    expect(await lookedLater(row, 120)).toMatchObject({ seen: 'nowhere', next_at: null });
    expect(await inState(request, 'unknown')).toMatchObject({ attempts: 1, resolution: 'not found in Sent Items' });
    expect(copiesOf(row)).toBe(0);
    await replica.db.query('DELETE FROM suppression');
  });
});

describe('a delivery whose process died behind the last dot', () => {
  it('is looked for before it is sent again', async () => {
    instead('sendMail', { ...GATEWAY_TIMEOUT, isDone: true });
    const [request, row] = await lost(await alarm());
    await replica.db.query(
      `UPDATE delivery SET state = 'handing_over', epoch = epoch + 1, owner = $2, lease_until = now() WHERE id = $1`,
      [row.id, randomUUID()],
    );
    await until(async () => (await replica.deliveries(request))[0]?.attempts === 2, { what: 'the recovery' });
    expect(await inState(request, 'unknown')).toMatchObject({ resolution: 'assumed sent' });
    await until(async () => (await searchOf(row))?.epoch === '2', { what: 'a new search' });
    await later(row, 31);
    await inState(request, 'sent');
    expect(copiesOf(row)).toBe(1);
  });
});

describe('a draft that was never sent', () => {
  it('is taken back, and the mail is sent again', async () => {
    await graph({ fromAddress: 'noreply@contoso.test' });
    microsoft.mailboxes.sendAs.add(`${MAILBOX}>noreply@contoso.test`);
    await isKnown();
    const [request, row] = await unknown(GATEWAY_TIMEOUT, 'send');
    expect(microsoft.mailboxes.draftCount).toBe(1);
    expect(await lookedLater(row, 31)).toMatchObject({ seen: 'drafts' });
    microsoft.follow(() => undefined);
    await later(row, LATE_SECONDS);
    expect(await inState(request, 'sent')).toMatchObject({ attempts: 2 });
    expect([copiesOf(row), microsoft.mailboxes.draftCount]).toEqual([1, 0]);
  });
});

describe('a delivery through an SMTP server with a mailbox', () => {
  let lab: MailLab;
  let server: ScriptedSmtp;
  beforeAll(async () => {
    lab = await here.mailLab();
    server = await startScriptedSmtp({ dir: here.folder() });
    here.onEnd(() => server.stop());
    server.follow(({ step }) => (step === 'message' ? { instead: 'close-after-accepting' } : undefined));
    const incoming = {
      protocol: 'imap',
      host: '127.0.0.1',
      port: lab.dovecot.ports.imap,
      encryption: 'none',
      user: USER,
    };
    await profile(
      {
        ...{ kind: 'smtp', host: '127.0.0.1', port: server.port, encryption: 'none', fromAddress: USER },
        ...{ authentication: 'after-incoming', incoming },
      },
      { incomingPassword: lab.passwordOf('alice') },
    );
    await isKnown();
  });

  const USER = 'alice@example.test';

  async function filed(...lines: string[]): Promise<void> {
    const auth = { user: USER, pass: lab.passwordOf('alice') };
    const { imap: port } = lab.dovecot.ports;
    const client = new ImapFlow({ host: '127.0.0.1', port, secure: false, doSTARTTLS: false, auth, logger: false });
    await client.connect();
    await client.append('Sent', [...lines, '', 'Hello', ''].join('\r\n'));
    await client.logout();
  }

  it('is sent, once, when the server has filed it', async () => {
    const [request, row] = await lost(await around.mention(bob));
    await filed(`Message-ID: <${row.message_id}>`);
    await later(row, 31);
    await inState(request, 'sent');
    expect(server.accepted().filter(({ messageId }) => messageId === row.message_id)).toHaveLength(1);
    expect((await shown(row)).deliveries).toMatchObject([{ providerMessageId: null, search: { seen: 'sent' } }]);
  });

  it('tells the Message-ID that answers will name', async () => {
    const [request, row] = await lost(await around.mention(bob));
    await filed('Message-ID: <given@mail.test>', `X-Google-Original-Message-ID: <${row.message_id}>`);
    await later(row, 31);
    await inState(request, 'sent');
    const told = await until(async () => (await eventsOf(NotificationSentV1, row))[0], { what: 'the event' });
    expect(told.data).toMatchObject({ messageId: row.message_id, providerMessageId: 'given@mail.test' });
  });

  it('that is not there is not called unsent', async () => {
    const [request, row] = await lost(await around.mention(bob));
    expect(await lookedLater(row, LATE_SECONDS)).toMatchObject({ seen: 'nowhere', next_at: null });
    expect(await inState(request, 'unknown')).toMatchObject({ code: 'provider.unknown_outcome' });
  });
});
