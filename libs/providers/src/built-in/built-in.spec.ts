import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { ERRORS, Failure } from '@replyline/errors';
import { freePorts, startScriptedSmtp } from '@replyline/local-servers';
import { world, type MailLab } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { inUse, unlimited } from '../admission.js';
import { aMail, providerContract, type Rig, type Situation } from '../provider.contract.js';
import { scriptOf } from '../smtp/situations.contract.js';
import { builtInProvider, type BuiltInOptions } from './built-in.js';
import { exchangersOf, type MxRecord } from './exchangers.js';
import { tryBuiltIn } from './try-built-in.js';

const here = world();
const nothing = () => Promise.resolve();
const never = () => new AbortController().signal;

const optionsAt = (port: number, ...exchanges: string[]): BuiltInOptions => ({
  timeoutSeconds: 1,
  maxConnections: 2,
  port,
  random: () => 0.5,
  resolve: () => Promise.resolve(exchanges.map((exchange, priority) => ({ exchange, priority }))),
});

describe('the built-in server', () => {
  /** Nobody logs in to the servers of strangers, so nobody is refused there for it. */
  const isAsked = (situation: Situation) => situation !== 'refuses the credentials';

  async function rig(): Promise<Rig> {
    const server = await startScriptedSmtp({ dir: here.folder() });
    const [nobodyThere] = await freePorts(1);
    return {
      provider: (situation) => {
        server.follow(scriptOf(situation));
        const port = situation === 'is down' ? nobodyThere! : server.port;
        const provider = builtInProvider(optionsAt(port, '127.0.0.1'));
        if (isAsked(situation)) return Promise.resolve(provider);
        const refusal = new Failure('provider.credentials_rejected');
        return Promise.resolve({ ...provider, send: () => Promise.reject(refusal), close: () => provider.close() });
      },
      accepted: () => server.accepted().map(({ messageId }) => messageId),
      end: () => server.stop(),
    };
  }
  providerContract('built-in', rig);
});

describe('the servers of a domain', () => {
  const namesOf = async (...asked: Parameters<typeof exchangersOf>) =>
    (await exchangersOf(...asked)).map(({ exchange }) => exchange);
  const records =
    (...all: [string, number][]): (() => Promise<MxRecord[]>) =>
    () =>
      Promise.resolve(all.map(([exchange, priority]) => ({ exchange, priority })));
  const failing = (code: string) => () => Promise.reject(Object.assign(new Error(code), { code }));
  const draws =
    (...numbers: number[]) =>
    () =>
      numbers.shift() ?? 0;

  it('come in the order of their preference', async () => {
    const found = await namesOf('a.test', records(['c.test', 30], ['a.test', 10], ['b.test', 20]), Math.random);
    expect(found).toEqual(['a.test', 'b.test', 'c.test']);
  });

  it('are five at the most', async () => {
    const many = Array.from({ length: 100 }, (_, n): [string, number] => [`mx${n}.test`, n]);
    expect(await namesOf('a.test', records(...many), Math.random)).toHaveLength(5);
  });

  it('are not waited for by whoever gives up', async () => {
    const stop = new AbortController();
    const asleep = { ...optionsAt(25), timeoutSeconds: 60, resolve: () => new Promise<never>(() => undefined) };
    const sending = builtInProvider(asleep).send(aMail('1'), nothing, stop.signal);
    setImmediate(() => stop.abort());
    await expect(sending).rejects.toMatchObject({ code: 'provider.dns_failed' });
  });

  it('that are equally good take turns', async () => {
    const resolve = records(['a.test', 10], ['b.test', 10], ['z.test', 5]);
    expect(await namesOf('x.test', resolve, draws(0.9, 0.1, 0.5))).toEqual(['z.test', 'b.test', 'a.test']);
    expect(await namesOf('x.test', resolve, draws(0.1, 0.9, 0.5))).toEqual(['z.test', 'a.test', 'b.test']);
  });

  it.each([
    ['no MX record', failing('ENODATA')],
    ['an empty answer', records()],
  ])('are the domain itself with %s', async (_what, resolve) => {
    expect(await namesOf('a.test', resolve, Math.random)).toEqual(['a.test']);
  });

  it.each([
    ['a null MX', records(['', 0]), 'provider.domain_takes_no_mail'],
    ['a null MX with its dot', records(['.', 0]), 'provider.domain_takes_no_mail'],
    ['no such domain', failing('ENOTFOUND'), 'provider.domain_unknown'],
    ['DNS that fails', failing('ESERVFAIL'), 'provider.dns_failed'],
    ['DNS that says nothing', failing('ETIMEOUT'), 'provider.dns_failed'],
  ])('are none with %s', async (_what, resolve, code) => {
    await expect(exchangersOf('a.test', resolve, Math.random)).rejects.toMatchObject({ code, details: { step: 'mx' } });
  });
});

describe('mail to the servers of a domain', () => {
  it('goes to the next one when the first is away', async () => {
    const server = await startScriptedSmtp({ dir: here.folder() });
    here.onEnd(() => server.stop());
    const provider = builtInProvider(optionsAt(server.port, 'nowhere.invalid', '169.254.169.254', '127.0.0.1'));
    await provider.send(aMail('1'), nothing, never());
    expect(server.accepted()).toMatchObject([{ messageId: '1@example.test' }]);
    await provider.close();
  });

  it('goes to the next one when the first does not serve us', async () => {
    const server = await startScriptedSmtp({ dir: here.folder() });
    here.onEnd(() => server.stop());
    let greetings = 0;
    server.follow(({ step }) => {
      if (step === 'greeting') greetings += 1;
      return step === 'greeting' && greetings === 1 ? { reply: '554 5.7.1 you are blocked' } : undefined;
    });
    const provider = builtInProvider(optionsAt(server.port, '127.0.0.1', 'localhost'));
    await provider.send(aMail('1'), nothing, never());
    expect(greetings).toBe(2);
    await provider.close();
  });

  it('does not go to the next one when the first has refused it', async () => {
    const server = await startScriptedSmtp({ dir: here.folder() });
    here.onEnd(() => server.stop());
    let greetings = 0;
    server.follow(({ step }) => {
      greetings += Number(step === 'greeting');
      return step === 'rcpt' ? { reply: '550 5.1.1 No such user' } : undefined;
    });
    const provider = builtInProvider(optionsAt(server.port, '127.0.0.1', 'localhost'));
    await expect(provider.send(aMail('1'), nothing, never())).rejects.toMatchObject({
      code: 'provider.recipient_refused',
    });
    expect(greetings).toBe(1);
  });

  it('needs leave for each server that it goes to', async () => {
    const server = await startScriptedSmtp({ dir: here.folder() });
    here.onEnd(() => server.stop());
    const asked: string[] = [];
    const admitTo = (host: string, port: number) => () => {
      asked.push(`${host}:${port}`);
      return Promise.reject(inUse());
    };
    const provider = builtInProvider({ ...optionsAt(server.port, '127.0.0.1'), admitTo });
    await expect(provider.send(aMail('1'), nothing, never())).rejects.toMatchObject({
      code: 'provider.connections_in_use',
    });
    expect(asked).toEqual([`127.0.0.1:${server.port}`]);
    expect(server.peakConnections()).toBe(0);
  });

  describe('whose connections are all in use', () => {
    /** Those that may be had are at the hosts that are named; which hosts were asked for one, in order. */
    async function sent(free: readonly string[], records: readonly [string, number][]) {
      const server = await startScriptedSmtp({ dir: here.folder() });
      here.onEnd(() => server.stop());
      const asked: string[] = [];
      const admitTo = (host: string) => () => {
        asked.push(host);
        return free.includes(host) ? unlimited() : Promise.reject(inUse());
      };
      const resolve = () => Promise.resolve(records.map(([exchange, priority]) => ({ exchange, priority })));
      const provider = builtInProvider({ ...optionsAt(server.port), random: () => 0, resolve, admitTo });
      const outcome = await provider.send(aMail('1'), nothing, never()).then(
        () => 'sent',
        (error: Failure) => error.code,
      );
      await provider.close();
      return { outcome, asked };
    }

    it('goes to another one that is equally good', async () => {
      const all: [string, number][] = [
        ['127.0.0.1', 10],
        ['127.1', 10],
        ['127.0.1', 20],
      ];
      expect(await sent(['127.1', '127.0.1'], all)).toEqual({ outcome: 'sent', asked: ['127.0.0.1', '127.1'] });
    });

    it('waits for them, and does not go to a worse one that is there for when they are away', async () => {
      const all: [string, number][] = [
        ['127.0.0.1', 10],
        ['nowhere.invalid', 10],
        ['127.1', 20],
      ];
      expect(await sent(['127.1'], all)).toEqual({ outcome: 'provider.connections_in_use', asked: ['127.0.0.1'] });
    });

    it('goes to a worse one when the better ones are away', async () => {
      const all: [string, number][] = [
        ['nowhere.invalid', 10],
        ['127.0.0.1', 20],
        ['127.1', 20],
      ];
      expect(await sent(['127.1'], all)).toEqual({ outcome: 'sent', asked: ['127.0.0.1', '127.1'] });
    });
  });

  it.each<[string, (client: Socket) => void]>([
    ['says something else', (client) => void client.end('no handshake\r\n')],
    ['hangs up', (client) => void client.end()],
    ['breaks the connection', (client) => void client.resetAndDestroy()],
    ['is silent', () => undefined],
  ])('goes in plain text, a trial too, to a server that %s in the place of TLS', async (_what, breaks) => {
    const server = await startScriptedSmtp({ dir: here.folder() });
    here.onEnd(() => server.stop());
    server.follow(({ step }) => (step === 'ehlo' ? { reply: '250-mail.example.test\r\n250 STARTTLS' } : undefined));
    let handshakes = 0;
    const broken = createServer((client) => {
      const real = connect(server.port, '127.0.0.1');
      let isUpgrading = false;
      for (const socket of [client, real]) socket.on('error', () => undefined);
      client.on('data', (chunk) => {
        if (isUpgrading) return void (++handshakes, breaks(client));
        isUpgrading = chunk.includes('STARTTLS');
        if (isUpgrading) client.write('220 2.0.0 Go ahead\r\n');
        else real.write(chunk);
      });
      real.pipe(client);
      client.on('close', () => real.destroy());
    });
    broken.listen(0, '127.0.0.1');
    await once(broken, 'listening');
    here.onEnd(() => void broken.close());
    const options = optionsAt((broken.address() as AddressInfo).port, '127.0.0.1');
    const provider = builtInProvider(options);
    await provider.send(aMail('1'), nothing, never());
    await provider.close();
    const report = await tryBuiltIn(options, { reversePath: 'alice@example.test', mail: aMail('2') }, never());
    expect(report).toMatchObject({
      outcome: 'ok',
      steps: expect.arrayContaining([expect.objectContaining({ name: 'tls', outcome: 'not checked' })]),
    });
    const taken = server.accepted().map(({ messageId }) => messageId);
    expect([handshakes, taken]).toEqual([2, ['1@example.test', '2@example.test']]);
  });

  it('is handed over once: a server that has all of it and is busy is tried again later, no other one now', async () => {
    const server = await startScriptedSmtp({ dir: here.folder() });
    here.onEnd(() => server.stop());
    server.follow(({ step }) => (step === 'message' ? { reply: '421 4.3.2 Closing down' } : undefined));
    let handOvers = 0;
    const provider = builtInProvider(optionsAt(server.port, '127.0.0.1', 'localhost'));
    const sending = provider.send(aMail('1'), async () => void (handOvers += 1), never());
    await expect(sending).rejects.toMatchObject({ code: 'provider.throttled' });
    expect(handOvers).toBe(1);
  });

  it('is not given to a second server when the first may have it', async () => {
    const server = await startScriptedSmtp({ dir: here.folder() });
    here.onEnd(() => server.stop());
    server.follow(({ step }) => (step === 'message' ? { instead: 'close-after-accepting' } : undefined));
    const provider = builtInProvider(optionsAt(server.port, '127.0.0.1', 'localhost'));
    await expect(provider.send(aMail('1'), nothing, never())).rejects.toMatchObject({
      code: 'provider.unknown_outcome',
    });
    expect(server.accepted()).toHaveLength(1);
  });
});

describe('trying it on a real server', () => {
  let lab: MailLab;
  beforeAll(async () => {
    lab = await here.mailLab();
  });
  const mail = { ...aMail('try'), reversePath: 'alice@example.test', forwardPath: 'bob@example.test' };
  const trial = { reversePath: 'alice@example.test', mail };
  const end = () => AbortSignal.timeout(10_000);

  it('shows the servers that DNS names, and every step with one of them', async () => {
    const report = await tryBuiltIn(optionsAt(lab.postfix.ports.smtp, 'nowhere.invalid', '127.0.0.1'), trial, end());
    expect(report.outcome).toBe('ok');
    expect(report.steps[0]).toEqual({ name: 'mx', outcome: 'ok', seen: 'example.test: nowhere.invalid, 127.0.0.1' });
    expect(report.steps.at(-1)).toMatchObject({ name: 'accepted', outcome: 'ok' });
    expect(report.steps.find(({ name }) => name === 'tls')).toMatchObject({ outcome: 'ok' });
  });

  it('says that port 25 may be closed when no connection is made', async () => {
    const [nobodyThere] = await freePorts(1);
    const report = await tryBuiltIn(optionsAt(nobodyThere!, '127.0.0.1'), trial, end());
    expect(report.steps.find(({ outcome }) => outcome === 'failed')).toMatchObject({
      name: 'tcp',
      code: 'provider.exchanger_unreachable',
      remediation: expect.stringMatching(/built-in server is outbound-mail itself.*port 25/),
    });
  });

  it('needs leave for each server, and says so when there is none', async () => {
    const asked: string[] = [];
    const admitTo = (host: string) => () => {
      asked.push(host);
      return host === '127.1' ? unlimited() : Promise.reject(inUse());
    };
    const options = { ...optionsAt(lab.postfix.ports.smtp, '127.0.0.1', '127.1'), admitTo };
    const report = await tryBuiltIn(options, trial, end());
    expect(report.steps.find(({ outcome }) => outcome === 'failed')).toMatchObject({
      name: 'tcp',
      code: 'provider.connections_in_use',
      remediation: ERRORS['provider.connections_in_use'].remediation,
    });
    expect(asked).toEqual(['127.0.0.1']);
    expect((await tryBuiltIn({ ...options, admitTo: () => unlimited }, trial, end())).outcome).toBe('ok');
  });

  it('says that the domain takes no mail', async () => {
    const report = await tryBuiltIn(optionsAt(25, ''), trial, end());
    expect(report).toMatchObject({
      outcome: 'failed',
      steps: [{ name: 'mx', outcome: 'failed', code: 'provider.domain_takes_no_mail', seen: 'example.test' }],
    });
  });
});
