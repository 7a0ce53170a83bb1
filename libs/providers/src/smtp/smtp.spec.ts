import { describe, expect, it } from '@jest/globals';
import { smtpSettings, type SmtpSettings } from '@replyline/contracts';
import { codeOf } from '@replyline/errors';
import { freePorts, startScriptedSmtp, type Step } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { inUse, type Admission } from '../admission.js';
import { aMail, providerContract, type Rig } from '../provider.contract.js';
import { scriptOf } from './situations.contract.js';
import { smtpProvider } from './smtp.js';

const here = world();

/** Leave for so many connections, and what has become of each. */
class Doorkeeper {
  readonly places: { lose: AbortController; want: () => void; isReleased: boolean }[] = [];

  constructor(private readonly most: number) {}

  readonly admit = (): Promise<Admission> => {
    if (this.places.filter(({ isReleased }) => !isReleased).length >= this.most) return Promise.reject(inUse());
    const wanted: (() => void)[] = [];
    const place = {
      lose: new AbortController(),
      want: () => wanted.forEach((it) => it()),
      isReleased: false,
    };
    this.places.push(place);
    const { signal } = place.lose;
    return Promise.resolve({
      signal,
      onWanted: (it: () => void) => void wanted.push(it),
      release: () => void (place.isReleased = true),
    });
  };
}

const settings = (port: number): SmtpSettings =>
  smtpSettings.parse({
    kind: 'smtp',
    host: '127.0.0.1',
    port,
    encryption: 'none',
    user: 'desk',
    timeoutSeconds: 1,
    fromAddress: 'desk@example.test',
  });

const providerAt = (port: number) => smtpProvider({ settings: settings(port), password: 'secret', maxConnections: 2 });
const startServer = () => startScriptedSmtp({ dir: here.folder() });

async function rig(): Promise<Rig> {
  const server = await startServer();
  const [nobodyThere] = await freePorts(1);
  return {
    provider: (situation) => {
      server.follow(scriptOf(situation));
      return Promise.resolve(providerAt(situation === 'is down' ? nobodyThere! : server.port));
    },
    accepted: () => server.accepted().map(({ messageId }) => messageId),
    end: () => server.stop(),
  };
}

providerContract('SMTP', rig);

describe('an SMTP provider', () => {
  const never = () => new AbortController().signal;
  const send = (port: number) => {
    const provider = providerAt(port);
    return (id: string) => provider.send(aMail(id), () => Promise.resolve(), new AbortController().signal);
  };

  it('uses a connection again', async () => {
    const server = await startServer();
    let greetings = 0;
    server.follow(({ step }) => void (step === 'greeting' && greetings++));
    const sendOne = send(server.port);
    for (const id of ['1', '2', '3']) await sendOne(id);
    expect(greetings).toBe(1);
    await server.stop();
  });

  it('does not wait for ever for a reply that goes on and on', async () => {
    const sendTo = async (endless: Step): Promise<[Step, string]> => {
      const server = await startServer();
      const unwanted = { reply: '550 5.1.1 Nobody' };
      server.follow(({ step }) => {
        if (step === endless) return { instead: 'endless' };
        return endless === 'rset' && step === 'rcpt' ? unwanted : undefined;
      });
      const outcome = await send(server.port)('1').then(() => 'sent', codeOf);
      await server.stop();
      return [endless, outcome];
    };
    const outcomes = await Promise.all(
      (['ehlo', 'auth', 'mail', 'rcpt', 'data', 'rset', 'message'] as const).map(sendTo),
    );
    const before = ['ehlo', 'auth', 'mail', 'rcpt', 'data'].map((step) => [step, 'provider.timeout']);
    const after = { rset: 'provider.recipient_refused', message: 'provider.unknown_outcome' };
    expect(Object.fromEntries(outcomes)).toEqual({ ...Object.fromEntries(before), ...after });
  });

  it('opens another connection when the server has closed the idle one', async () => {
    const server = await startServer();
    const sendOne = send(server.port);
    await sendOne('1');
    let isFirst = true;
    server.follow(({ step }) => {
      if (step !== 'mail' || !isFirst) return undefined;
      isFirst = false;
      return { instead: 'close' };
    });
    await sendOne('2');
    expect(server.accepted().map(({ messageId }) => messageId)).toEqual(['1@example.test', '2@example.test']);
    await server.stop();
  });

  it('goes on with the same connection after a recipient was refused', async () => {
    const server = await startServer();
    let greetings = 0;
    let refusals = 1;
    server.follow(({ step }) => {
      if (step === 'greeting') greetings += 1;
      return step === 'rcpt' && refusals-- > 0 ? { reply: '550 5.1.1 Nobody' } : undefined;
    });
    const sendOne = send(server.port);
    await expect(sendOne('1')).rejects.toMatchObject({ code: 'provider.recipient_refused' });
    await sendOne('2');
    expect(greetings).toBe(1);
    await server.stop();
  });

  it('says an address outside of ASCII to those only who know such', async () => {
    const server = await startServer();
    const provider = providerAt(server.port);
    const send = (more: object) => provider.send({ ...aMail('1'), ...more }, () => Promise.resolve(), never());
    server.follow(({ step }) => (step === 'ehlo' ? { reply: '250-mail.example.test\r\n250 AUTH PLAIN' } : undefined));
    const details = { enhancedCode: '5.6.7' };
    await expect(send({ forwardPath: 'jörg@example.test' })).rejects.toMatchObject({
      code: 'provider.recipient_refused',
      details,
    });
    await expect(send({ reversePath: 'jörg@example.test' })).rejects.toMatchObject({
      code: 'provider.sender_refused',
      details,
    });
    expect(server.accepted()).toEqual([]);
    await provider.close();
    server.follow(() => undefined);
    const knowing = providerAt(server.port);
    await knowing.send({ ...aMail('1'), forwardPath: 'jörg@example.test' }, () => Promise.resolve(), never());
    expect(server.accepted()).toHaveLength(1);
    await server.stop();
  });

  it('never opens more connections than it may', async () => {
    const server = await startServer();
    const sendOne = send(server.port);
    await Promise.all(['1', '2', '3', '4', '5', '6'].map(sendOne));
    expect(server.peakConnections()).toBeLessThanOrEqual(2);
    expect(server.accepted()).toHaveLength(6);
    await server.stop();
  });

  it('does not send without logging in when the server offers no login', async () => {
    const server = await startServer();
    server.follow(({ step }) => (step === 'ehlo' ? { reply: '250 mail.example.test' } : undefined));
    await expect(send(server.port)('1')).rejects.toMatchObject({ code: 'provider.authentication_unavailable' });
    await server.stop();
  });

  describe('whose connections are counted', () => {
    const aSender = async (most: number) => {
      const server = await startServer();
      const door = new Doorkeeper(most);
      const { admit } = door;
      const provider = smtpProvider({ settings: settings(server.port), password: 'secret', maxConnections: 5, admit });
      const send = (id: string, signal = new AbortController().signal) =>
        provider.send(aMail(id), () => Promise.resolve(), signal);
      here.onEnd(async () => {
        await server.stop();
        await provider.close();
      });
      return { server, door, send };
    };
    const released = ({ places }: Doorkeeper, deadlineMs = 2_000) =>
      until(() => places.every(({ isReleased }) => isReleased), { deadlineMs, what: 'the place to be free' });

    it('opens none without leave, and says so', async () => {
      const { server, send } = await aSender(1);
      const outcomes = await Promise.allSettled(['1', '2', '3'].map((id) => send(id)));
      const refused = outcomes.filter(({ status }) => status === 'rejected');
      expect(refused).toHaveLength(2);
      expect(refused).toMatchObject(refused.map(() => ({ reason: { code: 'provider.connections_in_use' } })));
      expect(server.peakConnections()).toBe(1);
    });

    it('keeps the leave of an idle connection, and gives it back when another process waits', async () => {
      const { door, send } = await aSender(1);
      await send('1');
      await send('2');
      expect(door.places).toMatchObject([{ isReleased: false }]);
      door.places[0]!.want();
      await released(door);
      await send('3');
      expect(door.places).toHaveLength(2);
    });

    it('cuts a connection whose leave is lost, whatever is being said', async () => {
      const { server, door, send } = await aSender(1);
      server.follow(({ step }) => (step === 'rcpt' ? { instead: 'silence' } : undefined));
      const sending = send('1');
      sending.catch(() => undefined);
      await until(() => server.peakConnections() === 1, { what: 'a connection' });
      door.places[0]!.lose.abort();
      await expect(sending).rejects.toMatchObject({ code: 'provider.unavailable' });
      await released(door, 500);
    });

    it('gives back the leave for a connection that fails', async () => {
      const { server, door, send } = await aSender(1);
      server.follow(({ step }) => (step === 'greeting' ? { reply: '554 5.3.2 No' } : undefined));
      await expect(send('1')).rejects.toMatchObject({ code: 'provider.service_refused' });
      await released(door);
      await server.stop();
      await expect(send('2')).rejects.toMatchObject({ code: 'provider.unavailable' });
      await released(door);
      expect(door.places).toHaveLength(2);
    });
  });
});
