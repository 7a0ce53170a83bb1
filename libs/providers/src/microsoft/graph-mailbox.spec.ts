import { randomUUID } from 'node:crypto';
import { startMicrosoft, type FakeMicrosoft, type Inbox, type RegisteredApp } from '@replyline/local-servers';
import { world } from '@replyline/testing';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { mailboxContract } from '../mailbox.contract.js';
import { connectGraph, type Pause } from './graph-mailbox.js';
import { News } from './news.js';

const here = world();
const ADDRESS = 'replies@contoso.test';
let app: RegisteredApp;
let fake: FakeMicrosoft;
let inbox: Inbox;

beforeEach(begin);

async function begin(): Promise<void> {
  app = { tenantId: 'contoso.test', clientId: randomUUID(), clientSecret: 'right', roles: ['Mail.ReadWrite'] };
  fake = await startMicrosoft({ apps: [app], mailboxes: [ADDRESS] });
  inbox = fake.mailboxes.inboxOf(ADDRESS);
  const { stop } = fake;
  here.onEnd(() => stop().catch(() => undefined));
}

const access = () => {
  const { tenantId, clientId, clientSecret } = app;
  const base = { cloud: 'global', mailbox: ADDRESS, timeoutSeconds: 5, baseUrl: fake.url } as const;
  return { ...base, tenantId, clientId, clientSecret };
};

const open = (signal = new AbortController().signal, news?: News) =>
  connectGraph(access(), { signal, ...(news && { news }) });

mailboxContract('Microsoft Graph', async () => ({
  open: () => open(),
  deliver: async (message) => {
    // In whole seconds, as Graph says them: the order is that of the minutes.
    inbox.deliver(message, { receivedAt: new Date(Date.now() - (10 - inbox.count) * 1_000) });
  },
  remove: async (id) => inbox.remove(id),
  forgotten: async (cursor) => {
    inbox.forgetCursors();
    return cursor;
  },
}));

const asked = (step: RegExp) => fake.exchanges.filter(({ path }) => step.test(path));
const idsOf = async (cursor?: string) => (await (await open()).listAfter(cursor)).mails.map(({ id }) => id);

describe('a mailbox by Microsoft Graph', () => {
  it('is listed over many pages, and a second time only what is new', async () => {
    const at = (index: number) => ({ receivedAt: new Date(Date.UTC(2026, 0, 1) + index * 1_000) });
    const ids = Array.from({ length: 1_203 }, (_, index) => inbox.deliver('Subject: x\r\n\r\nx', at(index)));
    const mailbox = await open();
    const { mails, cursor } = await mailbox.listAfter(undefined);
    expect(mails.map(({ id }) => id)).toEqual(ids);
    expect(asked(/\/delta$/)).toHaveLength(3);
    const late = inbox.deliver('Subject: y\r\n\r\ny', at(2_000));
    expect((await mailbox.listAfter(cursor)).mails.map(({ id }) => id)).toEqual([late]);
  });

  it('has names that stay, also when it is listed again', async () => {
    const id = inbox.deliver('Subject: x\r\n\r\nx');
    expect([await idsOf(), await idsOf()]).toEqual([[id], [id]]);
  });

  it('is listed from its beginning when Graph forgets the link between two pages', async () => {
    for (let index = 0; index < 501; index += 1) inbox.deliver('Subject: x\r\n\r\nx');
    let pages = 0;
    fake.follow(({ step }) =>
      step === 'delta' && ++pages === 2 ? { status: 410, code: 'syncStateNotFound' } : undefined,
    );
    const mailbox = await open();
    await expect(mailbox.listAfter(undefined)).rejects.toMatchObject({ details: { replyCode: 410 } });
    pages = 0;
    expect(
      (await mailbox.listAfter(`${fake.url}/graph/v1.0/users/${ADDRESS}/mailFolders/inbox/messages/delta`)).mails,
    ).toHaveLength(501);
  });

  it('is listed from its beginning where the links of its pages lead in a circle, and not for ever', async () => {
    inbox.deliver('Subject: x\r\n\r\nx');
    const mailbox = await open();
    const { cursor } = await mailbox.listAfter(undefined);
    inbox.leadsInCircle = (query) => query.has('$deltatoken');
    expect((await mailbox.listAfter(cursor)).mails).toHaveLength(1);
    inbox.leadsInCircle = () => true;
    await expect(mailbox.listAfter(cursor)).rejects.toMatchObject({ code: 'mailbox.not_graph' });
  });

  it.each([
    [400, 'ErrorInvalidSyncStateData'],
    [400, 'ErrorInvalidMailboxItemId'],
    [404, 'ErrorItemNotFound'],
    [400, 'syncStateNotFound'],
  ])('is listed from its beginning where Graph refuses the link that it gave: %s %s', async (status, code) => {
    const id = inbox.deliver('Subject: x\r\n\r\nx');
    const mailbox = await open();
    const { cursor } = await mailbox.listAfter(undefined);
    let questions = 0;
    fake.follow(({ step }) => (step === 'delta' && ++questions === 1 ? { status, code } : undefined));
    expect((await mailbox.listAfter(cursor)).mails.map((mail) => mail.id)).toEqual([id]);
    fake.follow(({ step }) => (step === 'delta' ? { status: 404, code: 'ErrorInvalidUser' } : undefined));
    await expect(mailbox.listAfter(cursor)).rejects.toMatchObject({ code: 'provider.mailbox_unknown' });
  });

  it('gives its token to nobody else, whatever link it is told to follow', async () => {
    const strange = await startMicrosoft({ apps: [app], mailboxes: [ADDRESS] });
    here.onEnd(() => strange.stop());
    inbox.deliver('Subject: x\r\n\r\nx');
    const link = `${strange.url}/graph/v1.0/users/${ADDRESS}/mailFolders/inbox/messages/delta?$deltatoken=1.0`;
    expect((await (await open()).listAfter(link)).mails).toHaveLength(1);
    expect(strange.exchanges).toEqual([]);
  });

  it('says 0 where Graph does not say what a message weighs, or refuses the question', async () => {
    inbox.deliver('Subject: x\r\n\r\nx');
    inbox.sizeOf = () => undefined;
    expect((await (await open()).listAfter(undefined)).mails[0]?.sizeBytes).toBe(0);
    let questions = 0;
    fake.follow(({ step }) =>
      step === 'delta' && ++questions === 1 ? { status: 400, code: 'ErrorInvalidProperty' } : undefined,
    );
    expect((await (await open()).listAfter(undefined)).mails[0]?.sizeBytes).toBe(0);
  });

  it('downloads no more of a message than is asked for', async () => {
    const id = inbox.deliver(Buffer.alloc(30_000_000, 'x'));
    expect((await (await open()).fetch(id, 1_000))?.byteLength).toBe(1_000);
  });

  it.each(['delta', 'value'] as const)('waits as long as Graph says, and asks again: %s', async (busy) => {
    const id = inbox.deliver('Subject: x\r\n\r\nx');
    const mailbox = await open();
    let refused: number | undefined;
    let after = 0;
    fake.follow(({ step }) => {
      if (step !== busy) return undefined;
      if (refused !== undefined) after = Date.now() - refused;
      refused ??= Date.now();
      return after > 0 ? undefined : { status: 429, code: 'ApplicationThrottled', retryAfterSeconds: 1 };
    });
    const { mails } = await mailbox.listAfter(undefined);
    expect(mails.map((mail) => mail.id)).toEqual([id]);
    await mailbox.fetch(id, 100);
    expect(after).toBeGreaterThanOrEqual(990);
  });

  it('says of each pause why it is made, and until when', async () => {
    inbox.deliver('Subject: x\r\n\r\nx');
    const told: Pause[] = [];
    const mailbox = await connectGraph(access(), {
      signal: new AbortController().signal,
      onPause: async (pause) => void told.push(pause),
    });
    let questions = 0;
    fake.follow(({ step }) =>
      step === 'delta' && ++questions === 1
        ? { status: 429, code: 'ApplicationThrottled', retryAfterSeconds: 1 }
        : undefined,
    );
    const before = Date.now();
    await mailbox.listAfter(undefined);
    expect(told).toEqual([{ until: expect.any(Date), because: 'mailbox.throttled' }]);
    expect(told[0]!.until.getTime()).toBeGreaterThanOrEqual(before + 1_000);
  });

  it('asks once for a mark that Graph wants to be asked for later, and marks the others at once', async () => {
    const ids = Array.from({ length: 10 }, () => inbox.deliver('Subject: x\r\n\r\nx'));
    const mailbox = await open();
    fake.follow(({ step, path }) =>
      step === 'patch' && path.includes(ids[0]!) ? { status: 429, code: 'ApplicationThrottled' } : undefined,
    );
    const { marked, refused } = await mailbox.addSeen(ids);
    expect([marked.toSorted(), refused]).toEqual([ids.slice(1).toSorted(), []]);
    expect(asked(/messages/).filter(({ method }) => method === 'PATCH')).toHaveLength(ids.length);
  });

  it('asks for no mark while Graph wants to be asked for none, and is awake when that is over', async () => {
    const id = inbox.deliver('Subject: x\r\n\r\nx');
    const mailbox = await open();
    let patches = 0;
    fake.follow(({ step }) =>
      step === 'patch' && ++patches === 1
        ? { status: 429, code: 'ApplicationThrottled', retryAfterSeconds: 2 }
        : undefined,
    );
    for (let time = 0; time < 2; time += 1) expect(await mailbox.addSeen([id])).toEqual({ marked: [], refused: [] });
    expect(patches).toBe(1);
    await mailbox.wait(600_000, new AbortController().signal);
    expect(await mailbox.addSeen([id])).toEqual({ marked: [id], refused: [] });
  });

  it('counts as refused what Graph is too busy to mark again and again', async () => {
    const id = inbox.deliver('Subject: x\r\n\r\nx');
    const mailbox = await open();
    fake.follow(({ step }) => (step === 'patch' ? { status: 503, code: 'ErrorItemCorrupt' } : undefined));
    const refused: string[] = [];
    for (let time = 0; time < 5; time += 1) refused.push(...(await mailbox.addSeen([id])).refused);
    expect(refused).toEqual([id]);
  });

  it('may be read where nothing may be marked, says so, and asks with a new token once it may', async () => {
    const ids = [1, 2].map((nth) => inbox.deliver(`Subject: ${nth}\r\n\r\nx`));
    app.roles = ['Mail.Read'];
    const mailbox = await open();
    expect((await mailbox.listAfter(undefined)).mails).toHaveLength(2);
    expect(await mailbox.addSeen(ids)).toMatchObject({
      ...{ marked: [], refused: [] },
      forbidden: { code: 'mailbox.not_marked', details: { missing: 'Mail.ReadWrite' } },
    });
    app.roles = ['Mail.ReadWrite'];
    fake.entra.takeBack();
    let tokens = 0;
    fake.follow(({ step }) => void (step === 'token' && (tokens += 1)));
    const marking = await mailbox.addSeen(ids);
    expect([marking.marked.toSorted(), marking.forbidden, tokens]).toEqual([ids.toSorted(), undefined, 1]);
  });

  it('counts as refused what alone may not be marked', async () => {
    const ids = [1, 2].map((nth) => inbox.deliver(`Subject: ${nth}\r\n\r\nx`));
    const mailbox = await open();
    fake.follow(({ step, path }) =>
      step === 'patch' && path.includes(ids[0]!) ? { status: 403, code: 'ErrorAccessDenied' } : undefined,
    );
    expect(await mailbox.addSeen(ids)).toEqual({ marked: [ids[1]], refused: [ids[0]] });
  });

  it('does not wait on when it is told to stop', async () => {
    const stop = new AbortController();
    const mailbox = await open(stop.signal);
    const refused = new Promise<void>((resolve) =>
      fake.follow(({ step }) => {
        if (step !== 'delta') return undefined;
        resolve();
        return { status: 503, code: 'serviceNotAvailable', retryAfterSeconds: 600 };
      }),
    );
    const listing = mailbox.listAfter(undefined);
    await refused;
    stop.abort();
    await expect(listing).rejects.toMatchObject({ code: expect.stringMatching(/^mailbox\./) });
  });

  it('is asked four things at a time and no more', async () => {
    const ids = Array.from({ length: 40 }, () => inbox.deliver('Subject: x\r\n\r\nx'));
    let waiting = 0;
    let letGo: () => void;
    const after = new Promise<void>((resolve) => (letGo = resolve));
    fake.follow(({ step }) => {
      if (step === 'patch' && ++waiting === 4) setImmediate(letGo);
      return step === 'patch' ? { after } : undefined;
    });
    await (await open()).addSeen(ids);
    expect(inbox.read).toEqual(ids);
    expect(fake.mostAtOnce).toBe(4);
  });

  it('says which messages it marked, which ones Graph refused, and does not ask it for ever', async () => {
    const ids = Array.from({ length: 20 }, () => inbox.deliver('Subject: x\r\n\r\nx'));
    const mailbox = await open();
    let patches = 0;
    fake.follow(({ step, path }) => {
      const isRefused = step === 'patch' && path.includes(ids[1]!);
      return isRefused ? { status: 400, code: 'ErrorInvalidRequest' } : undefined;
    });
    const { marked, refused } = await mailbox.addSeen(ids);
    expect(marked.toSorted()).toEqual(ids.filter((id) => id !== ids[1]).toSorted());
    expect(refused).toEqual([ids[1]]);
    fake.follow(({ step }) => {
      if (step === 'patch') patches += 1;
      return step === 'patch' ? { status: 400, code: 'ErrorInvalidRequest' } : undefined;
    });
    const none = await mailbox.addSeen(ids);
    expect(none.marked).toEqual([]);
    expect(none.refused).toHaveLength(patches);
    expect(patches).toBeLessThan(10);
  });

  it('is no mailbox to read where Graph answers nothing', async () => {
    const id = inbox.deliver('Subject: x\r\n\r\nx');
    const mailbox = await open();
    refuse(400, 'ErrorInvalidRequest');
    await expect(mailbox.addSeen([id])).rejects.toMatchObject({ details: { replyCode: 400 } });
    refuse(500, 'ErrorInternalServerError');
    expect(await mailbox.addSeen([id])).toEqual({ marked: [], refused: [] });
    await expect(mailbox.listAfter(undefined)).rejects.toMatchObject({ code: 'mailbox.connection_lost' });
  });

  it('wakes at an announcement, also one that came before it was waited for', async () => {
    const news = new News();
    const mailbox = await open(undefined, news);
    const { signal } = new AbortController();
    news.announce();
    await mailbox.wait(600_000, signal);
    const waiting = mailbox.wait(600_000, signal);
    news.announce();
    await waiting;
  });

  it.each([
    ['a wrong secret', () => (app.clientSecret = 'other'), 'provider.app_refused'],
    ['a permission that was taken away', () => (app.roles = ['Mail.Send']), 'provider.permission_missing'],
    ['a Microsoft that limits', () => refuse(429, 'ApplicationThrottled'), 'mailbox.throttled'],
    ['a Microsoft that is away', () => fake.stop(), 'mailbox.unreachable'],
    ['something that is not Graph', () => refuse(418, 'Teapot'), 'mailbox.not_graph'],
  ])('names %s', async (_what, happens, code) => {
    const used = access();
    await happens();
    await expect(connectGraph(used, { signal: new AbortController().signal })).rejects.toMatchObject({ code });
  });

  const refuse = (status: number, code: string) =>
    fake.follow(({ step }) => (step === 'token' ? undefined : { status, code, retryAfterSeconds: 0 }));
});
