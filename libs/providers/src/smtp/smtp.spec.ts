import { describe, expect, it } from '@jest/globals';
import { smtpSettings, type SmtpSettings } from '@replyline/contracts';
import { freePorts, startScriptedSmtp } from '@replyline/local-servers';
import { world } from '@replyline/testing';
import { aMail, providerContract, type Rig } from '../provider.contract.js';
import { scriptOf } from './situations.contract.js';
import { smtpProvider } from './smtp.js';

const here = world();

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
});
