import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  freePorts,
  startMicrosoft,
  type FakeMicrosoft,
  type MicrosoftBehaviour,
  type MicrosoftStep,
} from '@replyline/local-servers';
import type { Failure } from '@replyline/errors';
import { until, world } from '@replyline/testing';
import { inUse } from '../admission.js';
import { aMail, providerContract, sentMailContract, type Rig, type Situation } from '../provider.contract.js';
import type { SentMail } from '../provider.js';
import { saidOf } from '../said.js';
import { graphProvider, type GraphOptions } from './graph.js';
import { AppTokens } from './tokens.js';

const here = world();
const TENANT = 'contoso.test';
const CLIENT = randomUUID();
const SECRET = 'kanarienvogel-Zq7Xw9Jv';
const ROLES = ['Mail.Send', 'Mail.ReadWrite'];

const startFake = async (roles = ROLES): Promise<FakeMicrosoft> => {
  const app = { tenantId: TENANT, clientId: CLIENT, clientSecret: SECRET, roles };
  const fake = await startMicrosoft({ apps: [app], mailboxes: ['desk@contoso.test'] });
  here.onEnd(() => fake.stop());
  return fake;
};

const optionsFor = (baseUrl: string): GraphOptions => ({
  cloud: 'global',
  tenantId: TENANT,
  clientId: CLIENT,
  clientSecret: SECRET,
  mailbox: 'desk@contoso.test',
  fromAddress: 'desk@contoso.test',
  timeoutSeconds: 1,
  maxConnections: 2,
  baseUrl,
});

const BEHAVIOURS: Readonly<Record<Situation, [MicrosoftStep, MicrosoftBehaviour] | undefined>> = {
  accepts: undefined,
  'is down': undefined,
  'refuses the recipient': ['sendMail', { status: 400, code: 'ErrorInvalidRecipients' }],
  'refuses the sender': ['sendMail', { status: 403, code: 'ErrorSendAsDenied' }],
  'refuses the message': ['sendMail', { status: 400, code: 'ErrorMimeContentInvalidBase64String' }],
  'refuses the credentials': ['sendMail', { status: 401, code: 'InvalidAuthenticationToken' }],
  'asks to try later': ['sendMail', { status: 503, code: 'ErrorServerBusy' }],
  'limits the rate': ['sendMail', { status: 429, code: 'ApplicationThrottled', retryAfterSeconds: 7 }],
  'never answers': ['token', { instead: 'silence' }],
  'closes before the end of the message': ['token', { instead: 'close' }],
  'closes after the end of the message': ['sendMail', { instead: 'close' }],
  'accepts and closes without a word': ['sendMail', { instead: 'close-after-accepting' }],
};

async function rig(): Promise<Rig> {
  const fake = await startFake();
  const [nobodyThere] = await freePorts(1);
  return {
    provider: (situation) => {
      const [at, behaviour] = BEHAVIOURS[situation] ?? [];
      fake.follow(({ step }) => (step === at ? behaviour : undefined));
      return Promise.resolve(
        graphProvider(optionsFor(situation === 'is down' ? `http://127.0.0.1:${nobodyThere}` : fake.url)),
      );
    },
    accepted: () => fake.mailboxes.sent.map(({ messageId }) => messageId),
    end: () => fake.stop().catch(() => undefined),
  };
}

providerContract('Microsoft Graph', rig);

sentMailContract('Microsoft Graph', async () => {
  const [fake, silent, [nobodyThere]] = await Promise.all([startFake(), startFake(), freePorts(1)]);
  silent.follow(({ step }) => (step === 'find' ? { instead: 'silence' } : undefined));
  const at = (url: string) => graphProvider(optionsFor(url)).sentMail!;
  return {
    sentMail: at(fake.url),
    silent: at(silent.url),
    down: at(`http://127.0.0.1:${nobodyThere}`),
    sent: (messageId) =>
      Promise.resolve(fake.mailboxes.sendMime('desk@contoso.test', `Message-ID: <${messageId}>\r\n\r\nHello\r\n`)),
  };
});

const nothing = () => Promise.resolve();
const never = () => new AbortController().signal;

describe('a Graph provider', () => {
  it('sends the message as it is', async () => {
    const fake = await startFake();
    await graphProvider(optionsFor(fake.url)).send(aMail('1'), nothing, never());
    expect(fake.mailboxes.sent).toMatchObject([{ mailbox: 'desk@contoso.test', messageId: '1@example.test' }]);
    expect(fake.mailboxes.sent[0]?.mime).toBe(aMail('1').content.toString('latin1'));
  });

  it('asks for one token for many mails, also for those at the same time', async () => {
    const fake = await startFake();
    const provider = graphProvider(optionsFor(fake.url));
    await Promise.all(['1', '2', '3'].map((id) => provider.send(aMail(id), nothing, never())));
    await provider.send(aMail('4'), nothing, never());
    expect(fake.exchanges.filter(({ path }) => path.endsWith('/token'))).toHaveLength(1);
    expect(fake.mailboxes.sent).toHaveLength(4);
  });

  it('asks for another token when one is refused, once', async () => {
    const fake = await startFake();
    const provider = graphProvider(optionsFor(fake.url));
    await provider.send(aMail('1'), nothing, never());
    fake.entra.takeBack();
    await provider.send(aMail('2'), nothing, never());
    expect(fake.exchanges.filter(({ path }) => path.endsWith('/token'))).toHaveLength(2);
    expect(fake.mailboxes.sent).toHaveLength(2);
  });

  it('gives nobody the token that was refused to him, also while another one just asks for it', async () => {
    const fake = await startFake();
    const tokens = new AppTokens(optionsFor(fake.url));
    const refused = await tokens.get({ signal: never() });
    const [, renewed] = await Promise.all([
      tokens.get({ signal: never() }),
      tokens.get({ renew: true, signal: never() }),
    ]);
    expect(renewed).not.toBe(refused);
  });

  it('goes on asking for the others when the one who began it gives up', async () => {
    const fake = await startFake();
    const first = new AbortController();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    fake.follow(({ step }) => (step === 'token' ? { after: held } : undefined));
    const tokens = new AppTokens(optionsFor(fake.url));
    const given = tokens.get({ signal: first.signal });
    const other = tokens.get({ signal: never() });
    first.abort();
    await expect(given).rejects.toMatchObject({ code: 'provider.unavailable' });
    release();
    await expect(other).resolves.toEqual(expect.any(String));
  });

  it('never has more requests at a time than Graph allows', async () => {
    const fake = await startFake();
    let [now, most] = [0, 0];
    const provider = graphProvider({ ...optionsFor(fake.url), maxConnections: 100 });
    const handOver = async () => {
      most = Math.max(most, ++now);
      await new Promise((resume) => setImmediate(resume));
      now -= 1;
    };
    await Promise.all(Array.from({ length: 20 }, (_, n) => provider.send(aMail(String(n)), handOver, never())));
    expect(most).toBeLessThanOrEqual(4);
    expect(fake.mailboxes.sent).toHaveLength(20);
  });

  it('asks for leave before a request, keeps it for the next, and makes none without', async () => {
    const fake = await startFake();
    let [asked, released] = [0, 0];
    const wanted: (() => void)[] = [];
    const admit = () => {
      asked += 1;
      if (asked - released > 1) return Promise.reject(inUse());
      const signal = never();
      return Promise.resolve({
        signal,
        onWanted: (it: () => void) => void wanted.push(it),
        release: () => void (released += 1),
      });
    };
    const provider = graphProvider({ ...optionsFor(fake.url), admit });
    await provider.send(aMail('1'), nothing, never());
    await provider.send(aMail('2'), nothing, never());
    expect([asked, released]).toEqual([1, 0]);
    // Two wait for the one that is used.
    const outcomes = await Promise.allSettled(
      ['3', '4', '5', '6'].map((id) => provider.send(aMail(id), nothing, never())),
    );
    const codes = outcomes.map((it) => (it.status === 'fulfilled' ? 'sent' : (it.reason as Failure).code));
    expect(codes.toSorted()).toEqual(['provider.connections_in_use', 'sent', 'sent', 'sent']);
    expect(fake.mailboxes.sent).toHaveLength(5);
    for (const it of wanted) it();
    // Sooner than it would be given back because nobody uses it.
    await until(() => released === 1, { deadlineMs: 1_000, what: 'the leave to be given back' });
  });

  it('says how long to wait when Graph says so', async () => {
    const fake = await startFake();
    fake.follow(({ step }) =>
      step === 'sendMail' ? { status: 429, code: 'TooManyRequests', retryAfterSeconds: 17 } : undefined,
    );
    const sending = graphProvider(optionsFor(fake.url)).send(aMail('1'), nothing, never());
    await expect(sending).rejects.toMatchObject({ details: { retryAfterSeconds: 17, graphCode: 'TooManyRequests' } });
  });

  it('does not know what became of a mail when a gateway waited in vain', async () => {
    const fake = await startFake();
    fake.follow(({ step }) => (step === 'sendMail' ? { status: 504, code: 'UnknownError' } : undefined));
    const sending = graphProvider(optionsFor(fake.url)).send(aMail('1'), nothing, never());
    await expect(sending).rejects.toMatchObject({ code: 'provider.unknown_outcome' });
  });

  it.each([
    ['secret', { clientSecret: 'wrong' }],
    ['client', { clientId: randomUUID() }],
    ['tenant', { tenantId: 'elsewhere.test' }],
    ['missing secret', { clientSecret: '' }],
  ])('is refused with a wrong %s, and asks again the next time', async (_what, wrong) => {
    const fake = await startFake();
    const provider = graphProvider({ ...optionsFor(fake.url), ...wrong });
    for (const id of ['1', '2']) {
      const failure: unknown = await provider.send(aMail(id), nothing, never()).catch((error: unknown) => error);
      expect(failure).toMatchObject({ code: 'provider.app_refused', details: { step: 'token' } });
      expect(JSON.stringify([failure, (failure as Error).stack])).not.toContain(SECRET);
    }
    const asked = fake.exchanges.filter(({ path }) => path.endsWith('/token'));
    expect(asked).toHaveLength('clientSecret' in wrong && wrong.clientSecret === '' ? 0 : 2);
  });
});

describe('a mail from another address than the mailbox', () => {
  const onBehalf = (fake: FakeMicrosoft) =>
    graphProvider({ ...optionsFor(fake.url), fromAddress: 'noreply@contoso.test' });

  it('leaves from it where the mailbox may send as it', async () => {
    const fake = await startFake();
    fake.mailboxes.sendAs.add('desk@contoso.test>noreply@contoso.test');
    expect(await onBehalf(fake).send(aMail('1'), nothing, never())).toEqual({ replyCode: 202 });
    expect(fake.mailboxes.sent).toMatchObject([{ from: 'noreply@contoso.test', messageId: '1@example.test' }]);
  });

  it('leaves from whom the mail names, not the profile', async () => {
    const fake = await startFake();
    fake.mailboxes.sendAs.add('desk@contoso.test>customer-7@contoso.test');
    const mail = { ...aMail('1'), fromAddress: 'customer-7@contoso.test' };
    await graphProvider(optionsFor(fake.url)).send(mail, nothing, never());
    expect(fake.mailboxes.sent).toMatchObject([{ from: 'customer-7@contoso.test' }]);
  });

  it('reports the Message-ID that Microsoft gave instead of ours', async () => {
    const fake = await startFake();
    fake.mailboxes.sendAs.add('desk@contoso.test>noreply@contoso.test');
    fake.mailboxes.isRewritingMessageIds = true;
    const receipt = await onBehalf(fake).send(aMail('1'), nothing, never());
    expect(receipt).toEqual({ replyCode: 202, providerMessageId: 'rewritten-1@outlook.test' });
  });

  it('is refused where it may not', async () => {
    const fake = await startFake();
    await expect(onBehalf(fake).send(aMail('1'), nothing, never())).rejects.toMatchObject({
      code: 'provider.sender_refused',
      details: { graphCode: 'ErrorSendAsDenied' },
    });
  });

  it('needs no permission to write drafts, and has its Message-ID all the same', async () => {
    const fake = await startFake(['Mail.Send']);
    fake.mailboxes.sendAs.add('desk@contoso.test>noreply@contoso.test');
    await onBehalf(fake).send(aMail('1'), nothing, never());
    expect(fake.mailboxes.sent).toMatchObject([{ from: 'noreply@contoso.test', messageId: '1@example.test' }]);
    expect(fake.mailboxes.sent[0]?.mime).toContain('"subject":"Hello"');
    fake.mailboxes.sendAs.clear();
    await expect(onBehalf(fake).send(aMail('2'), nothing, never())).rejects.toMatchObject({
      code: 'provider.sender_refused',
    });
  });

  it('leaves no draft behind when it is not to be sent after all', async () => {
    const fake = await startFake();
    const sending = onBehalf(fake).send(aMail('1'), () => Promise.reject(new Error('lease lost')), never());
    await expect(sending).rejects.toThrow('lease lost');
    expect([fake.mailboxes.draftCount, fake.mailboxes.sent]).toEqual([0, []]);
  });

  it('leaves no draft behind when Graph refuses to send it', async () => {
    const fake = await startFake();
    for (const id of ['1', '2']) await expect(onBehalf(fake).send(aMail(id), nothing, never())).rejects.toThrow();
    expect(fake.mailboxes.draftCount).toBe(0);
  });
});

describe('what is not known of a Graph mail', () => {
  const sendWith = async (status: number, code?: string) => {
    const fake = await startFake();
    fake.follow(({ step }) => (step === 'sendMail' ? { status, code: code ?? '' } : undefined));
    const failure: unknown = await graphProvider(optionsFor(fake.url))
      .send(aMail('1'), nothing, never())
      .catch((error: unknown) => error);
    return (failure as Failure).code;
  };

  it.each([
    [502, undefined, 'provider.unknown_outcome'],
    [500, undefined, 'provider.unknown_outcome'],
    [504, 'UnknownError', 'provider.unknown_outcome'],
    [500, 'ErrorInternalServerTransientError', 'provider.try_later'],
    [200, undefined, 'provider.unknown_outcome'],
  ])('after %s %s is %s', async (status, code, expected) => {
    expect(await sendWith(status, code)).toBe(expected);
  });

  it('is nothing when it was given up before it was asked', async () => {
    const fake = await startFake();
    const provider = graphProvider(optionsFor(fake.url));
    await provider.send(aMail('1'), nothing, never());
    const stop = new AbortController();
    const sending = provider.send(aMail('2'), async () => stop.abort(), stop.signal);
    await expect(sending).rejects.toMatchObject({ code: 'provider.unavailable' });
    expect(fake.mailboxes.sent).toHaveLength(1);
  });
});

it('what Graph said stands beside the failure', async () => {
  const fake = await startFake();
  fake.follow(({ step }) => (step === 'sendMail' ? { status: 403, code: 'ErrorSendAsDenied' } : undefined));
  const failure: unknown = await graphProvider(optionsFor(fake.url))
    .send(aMail('1'), nothing, never())
    .catch((error: unknown) => error);
  await fake.stop();
  expect(saidOf(failure as Failure)).toMatch(/^ErrorSendAsDenied: /);
});

describe('the folders of a mailbox', () => {
  const MIME = 'Message-ID: <1@example.test>\r\n\r\nHello\r\n';
  let fake: FakeMicrosoft;
  let sentMail: SentMail;
  beforeEach(async () => {
    fake = await startFake();
    sentMail = graphProvider(optionsFor(fake.url)).sentMail!;
  });
  const find = () => sentMail.find('1@example.test', never());

  it('tell a mail that waits to be sent from one that was', async () => {
    fake.mailboxes.isSlow = true;
    fake.mailboxes.sendMime('desk@contoso.test', MIME);
    expect(await find()).toEqual({ in: 'outbox' });
    fake.mailboxes.isSlow = false;
    expect(await find()).toMatchObject({ in: 'sent' });
  });

  it('have a draft that can be taken back, once', async () => {
    const { id } = fake.mailboxes.draft('desk@contoso.test', MIME);
    expect(await find()).toEqual({ in: 'drafts', itemId: id });
    expect(await sentMail.takeBack!(id!, never())).toBe(true);
    expect(await find()).toEqual({ in: 'nowhere' });
    expect(await sentMail.takeBack!(id!, never())).toBe(false);
  });

  it('have sent a mail whatever drafts of it an earlier attempt left behind', async () => {
    fake.mailboxes.draft('desk@contoso.test', MIME);
    fake.mailboxes.sendMime('desk@contoso.test', MIME);
    expect(await find()).toMatchObject({ in: 'sent' });
  });

  it('are looked into with the same leave as anything else', async () => {
    const admit = () => Promise.reject(inUse());
    const refused = graphProvider({ ...optionsFor(fake.url), admit }).sentMail!;
    await expect(refused.find('1@example.test', never())).rejects.toMatchObject({
      code: 'provider.connections_in_use',
    });
    expect(fake.exchanges).toEqual([]);
  });

  it('say how long to wait when Graph says so', async () => {
    fake.follow(({ step }) =>
      step === 'find' ? { status: 429, code: 'TooManyRequests', retryAfterSeconds: 17 } : undefined,
    );
    await expect(find()).rejects.toMatchObject({ code: 'provider.throttled', details: { retryAfterSeconds: 17 } });
  });
});
