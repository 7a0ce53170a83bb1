import { randomUUID } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import {
  CONVERSATION_PUBLISHER,
  NotificationRequestedV1,
  type DirectoryUser,
  type ReplyMailbox,
  type SendingProfile,
} from '@replyline/contracts';
import { parseIntentKeys, readToken } from '@replyline/intent';
import { EXAMPLES } from '../render/examples.js';
import { eventsOf, fitting } from './events-of-plan.js';
import { readerOf } from '../render/reader.js';
import { Wording } from './wording.js';
import type { Acceptance } from './decide.js';
import type { Facts } from './facts.js';
import { plan } from './plan.js';
import { mayBeTooEarly } from './too-early.js';

const intentKeys = parseIntentKeys(`1:${Buffer.alloc(32, 1).toString('base64url')}`);
const bob: DirectoryUser = {
  id: randomUUID(),
  revision: 1,
  name: 'bob',
  displayName: 'Bob Example',
  address: 'bob@example.test',
  roles: ['user'],
  groups: [],
  otherAddresses: [],
  locale: 'en',
  timeZone: 'UTC',
  subscriptions: [],
};
const profile: SendingProfile = {
  kind: 'smtp',
  id: 'system',
  revision: 3,
  host: 'smtp.example.test',
  port: 25,
  encryption: 'none',
  scope: 'system',
  verifyCertificate: true,
  timeoutSeconds: 10,
  maxConnections: 10,
  charset: 'utf-8',
  fromMode: 'system',
  fromAddress: 'desk@example.test',
};
const mailbox: ReplyMailbox = {
  kind: 'imap',
  revision: 1,
  enabled: true,
  host: 'imap.example.test',
  port: 993,
  encryption: 'implicit-tls',
  user: 'replies',
  replyToAddress: 'replies@example.test',
  verifyCertificate: true,
  trackingMode: 'address',
  pollIntervalSeconds: 180,
  senderProof: { kind: 'none' },
};
const now = new Date('2026-03-01T12:00:00.000Z');
const facts: Facts = {
  now,
  profilesFor: () => [profile],
  mailbox,
  publishers: (name) => (name === 'conversation' ? CONVERSATION_PUBLISHER : undefined),
  userOf: (id) => (id === bob.id ? bob : undefined),
  users: () => [],
  isSuppressed: () => false,
  hasUnsubscribed: () => false,
  unsubscribeUrl: (id) => `https://mail.example/${id}`,
  intentKeys,
  reviewUrl: (id) => `https://replies.example/${id}`,
  newId: randomUUID,
  newReplyKey: () => 'ab'.repeat(12),
};

const after = (ms: number): Facts => ({ ...facts, now: new Date(now.getTime() + ms) });

const asked = (recipients: readonly string[], source = '/services/conversation') =>
  NotificationRequestedV1.make(
    {
      kind: 'mention',
      recipients: recipients.map((userId) => ({ userId })),
      replyTo: { conversationId: randomUUID(), postId: randomUUID() },
      variables: { actorName: 'ada', conversationName: 'Migration plan', postText: 'Hello' },
    },
    { source },
  );

describe('the plan for a request', () => {
  it('is one delivery per person, however often he is named', () => {
    expect(plan(asked([bob.id, bob.id]), facts).deliveries).toHaveLength(1);
  });

  it('decides everything: address, profile, rule, Message-ID, purpose and words', () => {
    const [delivery] = plan(asked([bob.id]), facts).deliveries as Acceptance[];
    expect(delivery).toMatchObject({
      userId: bob.id,
      address: 'bob@example.test',
      profileId: 'system',
      profileRule: 'system-notification',
      purpose: 'reply',
      replyKey: 'ab'.repeat(12),
      mail: { subject: 'ada mentioned you in Migration plan', date: now.toISOString() },
    });
    const read = readToken(delivery!.messageId.split('@')[0]!, intentKeys, now);
    expect(read).toMatchObject({ kind: 'valid', intent: { purpose: 'reply', replyKey: 'ab'.repeat(12) } });
  });

  it('cannot be answered while nobody reads the answers', () => {
    const disabled = { ...facts, mailbox: { ...mailbox, enabled: false } };
    const [delivery] = plan(asked([bob.id]), disabled).deliveries as Acceptance[];
    expect(delivery).toMatchObject({ purpose: 'no-reply' });
    expect(delivery!.mail).not.toHaveProperty('replyTo');
  });

  it('ends after five days unless the publisher says otherwise', () => {
    expect(plan(asked([bob.id]), facts).expiresAt).toEqual(new Date('2026-03-06T12:00:00.000Z'));
    const short = { ...asked([bob.id]), expirytime: '2026-03-01T13:00:00.000Z' };
    expect(plan(short, facts).expiresAt).toEqual(new Date('2026-03-01T13:00:00.000Z'));
  });

  it('refuses people whom nobody knows, and only them', () => {
    const refusals = plan(asked([bob.id, randomUUID()]), facts).deliveries.map(({ refusal }) => refusal);
    expect(refusals).toEqual([undefined, 'recipient.unknown']);
  });

  it('sends nothing to an address that mail came back from, and only to that', () => {
    const eve = { ...bob, id: randomUUID(), address: 'Eve@example.test' };
    const more = {
      isSuppressed: (it: string) => it === eve.address,
      userOf: (id: string) => [bob, eve].find((it) => it.id === id),
    };
    const request = { ...asked([bob.id, eve.id]), time: now.toISOString() };
    const planned = plan(request, { ...facts, ...more });
    expect(planned.deliveries).toMatchObject([
      { address: bob.address },
      { state: 'suppressed', refusal: 'recipient.suppressed', address: eve.address },
    ]);
    expect(mayBeTooEarly(planned, request, facts)).toBe(false);
    expect([...eventsOf(planned, request)][1]).toMatchObject({
      type: 'notification.rejected.v1',
      data: { code: 'recipient.suppressed' },
    });
  });

  it('skips whoever wants no more of it, and nobody else', () => {
    const eve = { ...bob, id: randomUUID(), address: 'eve@example.test' };
    const userOf = (id: string) => [bob, eve].find((it) => it.id === id);
    const hasUnsubscribed = ({ userId }: { userId: string | null }) => userId === eve.id;
    const request = { ...asked([bob.id, eve.id]), time: now.toISOString() };
    const planned = plan(request, { ...facts, userOf, hasUnsubscribed });
    expect(planned.deliveries).toMatchObject([
      { address: bob.address },
      { state: 'skipped', refusal: 'recipient.unsubscribed' },
    ]);
    expect(mayBeTooEarly(planned, request, facts)).toBe(false);
  });

  it('lets nobody unsubscribe from what is about his own work', () => {
    expect((plan(asked([bob.id]), facts).deliveries[0] as Acceptance).mail).not.toHaveProperty('list');
  });

  it('refuses everybody when there is no profile', () => {
    const [delivery] = plan(asked([bob.id]), { ...facts, profilesFor: () => [] }).deliveries;
    expect(delivery).toMatchObject({ refusal: 'policy.no_sending_profile', address: bob.address });
  });

  it('refuses at once what would expire before it may be sent', () => {
    const ending = (expirytime: string) => {
      const request = { ...asked([bob.id]), time: now.toISOString(), expirytime };
      return { ...request, data: { ...request.data, notBefore: '2026-03-01T14:00:00.000Z' } };
    };
    for (const expirytime of ['2026-03-01T13:00:00.000Z', '2026-03-01T14:00:00.000Z']) {
      const refused = plan(ending(expirytime), facts);
      expect(refused).toMatchObject({ refusal: 'request.never_due', deliveries: [] });
      expect(mayBeTooEarly(refused, ending(expirytime), facts)).toBe(false);
    }
    expect(plan(ending('2026-03-01T14:00:00.001Z'), facts)).toMatchObject({ deliveries: [{ userId: bob.id }] });
  });

  it.each(['/services/billing', '/services/inbound-reply', '/services/constructor'])(
    'refuses what %s asks for as a whole',
    (source) => {
      expect(plan(asked([bob.id], source), facts)).toMatchObject({
        refusal: 'policy.publisher_not_allowed',
        deliveries: [],
      });
    },
  );

  it('waits a moment for settings that may be on their way', () => {
    const request = { ...asked([randomUUID()]), time: now.toISOString() };
    const lacking = plan(request, facts);
    expect(mayBeTooEarly(lacking, request, after(500))).toBe(true);
    expect(mayBeTooEarly(lacking, request, after(5_000))).toBe(false);
    expect(mayBeTooEarly(plan(asked([bob.id]), facts), request, facts)).toBe(false);
  });

  it('waits some seconds for a publisher that may just have been registered', () => {
    const request = { ...asked([bob.id], '/services/billing'), time: now.toISOString() };
    const refused = plan(request, facts);
    expect(mayBeTooEarly(refused, request, after(3_000))).toBe(true);
    expect(mayBeTooEarly(refused, request, after(4_000))).toBe(false);
    const known = { ...facts, publishers: () => ({ ...CONVERSATION_PUBLISHER, kinds: [] }) };
    expect(mayBeTooEarly(plan(request, known), request, known)).toBe(false);
  });

  it('refuses as a whole what is for a role of nobody, after a moment', () => {
    const request = { ...asked([bob.id]), time: now.toISOString() };
    const toNobody = { ...request, data: { ...request.data, recipients: [{ role: 'server-admin' as const }] } };
    const refused = plan(toNobody, facts);
    expect(refused).toMatchObject({ refusal: 'recipient.nobody', deliveries: [] });
    expect(mayBeTooEarly(refused, toNobody, after(500))).toBe(true);
    expect(mayBeTooEarly(refused, toNobody, after(5_000))).toBe(false);
    expect([...eventsOf(refused, toNobody)]).toMatchObject([
      { type: 'notification.rejected.v1', data: { code: 'recipient.nobody' } },
    ]);
  });
});

describe('the events of a plan', () => {
  it('tell of each acceptance and each refusal', () => {
    const request = asked([bob.id, randomUUID()]);
    const planned = plan(request, facts);
    expect([...eventsOf(planned, request)].map(({ type }) => type)).toEqual([
      'notification.accepted.v1',
      'notification.rejected.v1',
    ]);
    expect([...eventsOf(planned, request)][0]).toMatchObject({
      causationid: request.id,
      correlationid: request.correlationid,
      data: { purpose: 'reply', recipient: { userId: bob.id, address: 'bob@example.test' } },
    });
  });

  it('fit into an event however long the mail is', () => {
    expect(Buffer.byteLength(JSON.stringify(fitting('会'.repeat(100_000))))).toBeLessThanOrEqual(200_000);
    expect(fitting('short')).toBe('short');
    for (const start of ['', '.']) expect(fitting(start + '😀'.repeat(100_000))).toMatch(/^\.?(?:😀)+$/u);
  });
});

describe('whom a mail comes from', () => {
  const ada: DirectoryUser = { ...bob, id: randomUUID(), displayName: 'Ada Example', address: 'ada@example.test' };
  const assigned = (more: Partial<Facts>) => {
    const event = NotificationRequestedV1.make(
      {
        kind: 'assignment',
        recipients: [{ userId: bob.id }],
        actorId: ada.id,
        variables: { actorName: 'Ada', conversationName: 'Migration plan' },
      },
      { source: '/services/conversation' },
    );
    const userOf = (id: string) => [ada, bob].find((it) => it.id === id);
    return (plan(event, { ...facts, userOf, ...more }).deliveries[0] as Acceptance).mail.from;
  };
  const acting: SendingProfile = { ...profile, fromMode: 'acting-user' };

  it('is the profile’s, read when it is sent', () => {
    expect(assigned({})).toBeUndefined();
  });

  it('is the person whose doing it is, where the profile says so', () => {
    expect(assigned({ profilesFor: () => [acting] })).toEqual({ address: 'ada@example.test', name: 'Ada Example' });
  });

  it('is the alternative sender of the recipient before that', () => {
    const userOf = (id: string) => (id === bob.id ? { ...bob, alternativeSender: 'customer-7@example.test' } : ada);
    expect(assigned({ profilesFor: () => [acting], userOf })).toEqual({ address: 'customer-7@example.test', name: '' });
  });

  it('is the system for what can be answered, whoever acts', () => {
    const event = asked([bob.id]);
    const [delivery] = plan(
      { ...event, data: { ...event.data, actorId: bob.id } },
      { ...facts, profilesFor: () => [acting] },
    ).deliveries;
    expect((delivery as Acceptance).mail.from).toBeUndefined();
  });
});

describe('mail of a script', () => {
  const ada: DirectoryUser = {
    ...bob,
    id: randomUUID(),
    displayName: 'Ada',
    address: 'ada@example.test',
    groups: ['data'],
  };
  const own: SendingProfile = { ...profile, id: `user-${ada.id}`, scope: 'user', fromAddress: 'ada@home.test' };
  const shared: SendingProfile = {
    ...profile,
    id: 'shared-1',
    scope: 'shared',
    name: 'scripts',
    policy: {
      allowedGroups: ['data'],
      allowedRecipients: [{ pattern: '[a-z]+@example\\.org', isSearch: false }],
      forcedFrom: 'robot@example.test',
    },
  };
  const sent = (profiles: SendingProfile[], actorId: string | undefined = ada.id, source = '/services/flows') => {
    const event = NotificationRequestedV1.make(
      {
        kind: 'free-mail',
        actorId: actorId ?? randomUUID(),
        recipients: [{ address: 'ops@example.org' }, { address: 'ops@example.com' }],
        variables: { subject: 'Nightly report', text: 'All is well.' },
      },
      { source },
    );
    const flows = {
      name: 'flows',
      kinds: ['free-mail'],
      lanes: ['normal' as const],
      mayActForUsers: true,
      mayAskForReplies: false,
    };
    return plan(event, {
      ...facts,
      profilesFor: () => profiles,
      publishers: (name) => (name === 'flows' ? flows : undefined),
      userOf: (id) => (id === ada.id ? ada : undefined),
    });
  };

  it('goes through the own profile to any address, and is answered to whom it comes from', () => {
    const { deliveries } = sent([profile, shared, own]);
    expect(deliveries).toMatchObject([
      { userId: null, address: 'ops@example.org', profileId: own.id, profileRule: 'own-profile', purpose: 'no-reply' },
      { address: 'ops@example.com', profileId: own.id },
    ]);
    const { mail } = deliveries[0] as Acceptance;
    expect([mail.from, mail.replyTo, mail.reversePath, mail.subject]).toEqual([
      undefined,
      undefined,
      undefined,
      'Nightly report',
    ]);
  });

  it('goes through a shared profile where its rules allow it, from whom that forces when it is sent', () => {
    const { deliveries } = sent([profile, { ...shared, fromMode: 'acting-user' }]);
    expect(deliveries).toMatchObject([
      { profileId: 'shared-1', profileRule: 'shared-profile' },
      { refusal: 'policy.recipient_not_allowed', address: expect.any(String) },
    ]);
    expect((deliveries[0] as Acceptance).mail.from).toBeUndefined();
  });

  it('never goes through the profile of the system', () => {
    expect(sent([profile]).deliveries).toMatchObject([
      { refusal: 'policy.no_profile_for_user' },
      { refusal: 'policy.no_profile_for_user' },
    ]);
  });

  it('of nobody whom the directory knows is refused', () => {
    expect(sent([profile, shared], randomUUID()).deliveries).toMatchObject([
      { refusal: 'policy.no_profile_for_user' },
      {},
    ]);
  });

  it('of a publisher that may not ask for it is refused', () => {
    expect(sent([own], ada.id, '/services/others')).toMatchObject({ refusal: 'policy.publisher_not_allowed' });
  });
});

it('the health of the system is told to every admin', () => {
  const admins = [bob, { ...bob, id: randomUUID(), address: 'eve@example.test' }];
  const event = NotificationRequestedV1.make(
    {
      kind: 'system-health',
      recipients: [{ role: 'server-admin' }],
      variables: { title: 'The disk is nearly full', text: '97 % of /var' },
    },
    { source: '/services/monitor' },
  );
  const monitor = {
    name: 'monitor',
    kinds: ['system-health'],
    lanes: ['normal' as const],
    mayActForUsers: false,
    mayAskForReplies: false,
  };
  const { deliveries } = plan(event, {
    ...facts,
    users: () => admins.map((it) => ({ ...it, roles: ['server-admin' as const] })),
    publishers: () => monitor,
  });
  expect(deliveries).toMatchObject([
    { address: 'bob@example.test', profileId: 'system', mail: { subject: 'The disk is nearly full' } },
    { address: 'eve@example.test' },
  ]);
});

describe('each kind', () => {
  const claiming = (kind: string) => ({
    name: 'any',
    kinds: [kind],
    lanes: ['normal' as const],
    mayActForUsers: true,
    mayAskForReplies: true,
  });
  const own = (id: string): SendingProfile => ({ ...profile, id: `user-${id}`, scope: 'user', ownerId: id });
  const planned = (data: (typeof EXAMPLES)[number], reader: Partial<DirectoryUser>) => {
    // An example is what has been opened; the contract itself takes a password sealed only.
    const name = CONVERSATION_PUBLISHER.kinds.includes(data.kind) ? 'conversation' : 'any';
    const request = { ...asked([bob.id], `/services/${name}`), data };
    const userOf = (id: string) => ({ ...bob, id, ...reader });
    const publishers = () => claiming(data.kind);
    const profilesFor = (id?: string) => [profile, ...(id ? [own(id)] : [])];
    const made = plan(request, { ...facts, userOf, publishers, profilesFor });
    return { request, made, delivery: made.deliveries[0] as Acceptance };
  };
  const examples = EXAMPLES.map((it): [string, (typeof EXAMPLES)[number]] => [it.kind, it]);

  it.each(examples)('%s is delivered for a publisher that may ask for it, and answered where it can be', (kind, it) => {
    const { delivery } = planned(it, {});
    expect(delivery).toMatchObject({ address: bob.address, purpose: kind === 'mention' ? 'reply' : 'no-reply' });
    expect(delivery.profileRule).toBe(kind === 'free-mail' ? 'own-profile' : 'system-notification');
  });

  it('is in the language of who reads it, at his time', () => {
    const query = EXAMPLES.find(({ kind }) => kind === 'scheduled-query')!;
    const { subject, text } = planned(query, { locale: 'fr-CA', timeZone: 'America/Toronto' }).delivery.mail;
    expect(subject).toBe('Requête planifiée Revenue by month\u00a0: échec');
    expect(text).toContain('2 mars 2026 à 09 h 30');
  });

  it('that lets somebody in tells so in no event', () => {
    for (const request of EXAMPLES.filter(({ kind }) => kind === 'password')) {
      const { request: event, made, delivery } = planned(request, {});
      const secret = Object.entries(request.variables).find(([name]) => name === 'password' || name === 'url')![1];
      expect(delivery.mail.text).toContain(secret);
      expect(delivery.mail.subject).not.toContain(secret);
      expect(JSON.stringify([...eventsOf(made, event)])).not.toContain(secret);
    }
  });
});

describe('a request to very many', () => {
  const many = (count: number, of: (at: number) => Partial<DirectoryUser> = () => ({})) =>
    Array.from({ length: count }, (_, at) => ({ ...bob, ...of(at), id: randomUUID(), address: `p${at}@example.test` }));
  const request = (kind: 'mention' | 'reminder', text: string) =>
    NotificationRequestedV1.make(
      {
        ...(kind === 'mention'
          ? {
              kind,
              replyTo: { conversationId: randomUUID(), postId: randomUUID() },
              variables: { actorName: 'ada', conversationName: 'Plan', postText: text },
            }
          : { kind, variables: { title: 'Soon', text, dueAt: '2026-03-02T00:00:00Z' } }),
        recipients: [{ role: 'user' }],
      },
      { source: '/services/conversation' },
    );
  const planFor = (event: ReturnType<typeof request>, users: DirectoryUser[]) => {
    const any = { ...CONVERSATION_PUBLISHER, kinds: ['mention', 'reminder'] };
    return plan(event, { ...facts, users: () => users, publishers: () => any });
  };
  const short = ({ refusal, deliveries }: ReturnType<typeof plan>) => ({ refusal, count: deliveries.length });
  const tooMany = { refusal: 'request.audience_too_large', count: 0 };

  it('writes the same words once', () => {
    const made = planFor(request('mention', 'Hello'), many(3)).deliveries as Acceptance[];
    expect(new Set(made.map(({ mail: { html } }) => html)).size).toBe(1);
    expect(made.map(({ address }) => address)).toEqual(['p0@example.test', 'p1@example.test', 'p2@example.test']);
  });

  it('says everybody’s time to him, and once where it is the same', () => {
    const users = many(9, (at) => ({ timeZone: ['UTC', 'Asia/Tokyo', 'Europe/Berlin'][at % 3]! }));
    const made = planFor(request('reminder', 'Hello'), users).deliveries as Acceptance[];
    expect(new Set(made.map(({ mail: { text } }) => text)).size).toBe(3);
  });

  it('weighs its words once for all who read the same', () => {
    const { data } = request('reminder', 'a'.repeat(1_000));
    const words = new Wording(data, facts.reviewUrl);
    const sizes = ['UTC', 'Asia/Tokyo', 'UTC'].map((timeZone) => {
      words.for('no-reply', readerOf({ locale: 'en', timeZone }));
      return words.sizeBytes;
    });
    expect(sizes[0]).toBeGreaterThan(2_000);
    expect(sizes[1]! / sizes[0]!).toBeCloseTo(2, 1);
    expect(sizes[2]).toBe(sizes[1]);
  });

  it('is refused where the answers of all of them would have to be read beside its words', () => {
    const event = request('mention', 'a'.repeat(20_000));
    expect(short(planFor(event, many(10_000)))).toEqual(tooMany);
    expect(short(planFor(event, many(1_000))).count).toBe(1_000);
  });

  it('tells less of what cannot be answered the more people get it', () => {
    const event = request('reminder', 'a'.repeat(20_000));
    const made = planFor(event, many(5_000));
    const bytes = [...eventsOf(made, event)].reduce((sum, { data }) => sum + (data as { text: string }).text.length, 0);
    expect(bytes).toBeLessThan(64_000_000);
    expect(bytes).toBeGreaterThan(30_000_000);
  });

  it('leaves out of events what goes to a plain address, whose answers are not read', () => {
    const event = { ...request('reminder', 'Hello'), time: now.toISOString() };
    const data = { ...event.data, recipients: [{ address: 'ops@example.org' }, { role: 'user' as const }] };
    const made = planFor({ ...event, data }, many(1));
    const words = [...eventsOf(made, event)].map((it) => (it.data as { text: string }).text.includes('Hello'));
    expect(words.sort()).toEqual([false, true]);
  });
});

describe('the files of a request', () => {
  const file = { object: 'a', filename: 'a.csv', mediaType: 'text/csv', sizeBytes: 3, sha256: 'ab'.repeat(32) };
  const publisher = {
    name: 'exports',
    kinds: ['job-status'],
    lanes: ['normal' as const],
    mayActForUsers: false,
    mayAskForReplies: false,
  };
  const pinned = (attachments?: (typeof file)[]) => {
    const request = NotificationRequestedV1.make(
      { kind: 'job-status', recipients: [{ userId: bob.id }], attachments, variables: { title: 'Done', text: '' } },
      { source: '/services/exports' },
    );
    const [delivery] = plan(request, { ...facts, publishers: () => publisher }).deliveries;
    return (delivery as Acceptance).mail.files;
  };

  it('are looked for with whoever asks, and pinned as they were announced', () => {
    expect(pinned([file])).toEqual({ publisher: 'exports', attachments: [file] });
  });

  it('are none where none are named', () => {
    expect([pinned(), pinned([])]).toEqual([undefined, undefined]);
  });
});
