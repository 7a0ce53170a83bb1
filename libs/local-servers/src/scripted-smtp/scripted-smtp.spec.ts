import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { createTransport } from 'nodemailer';
import { makeTemporaryFolder } from '../temporary-folder.js';
import type { Behaviour, Script, Step } from './script.js';
import { startScriptedSmtp, type ScriptedSmtp } from './scripted-smtp.js';

const folder = makeTemporaryFolder();
let server: ScriptedSmtp;
beforeAll(async () => {
  server = await startScriptedSmtp({ dir: folder });
});
afterEach(() => server.follow(() => undefined));
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const at =
  (step: Step, behaviour: Behaviour): Script =>
  (moment) =>
    moment.step === step ? behaviour : undefined;

/** Longer than any machine is busy; and for who waits for what never comes. */
const [PATIENT_MS, IMPATIENT_MS] = [30_000, 300];

interface Sending {
  readonly authMethod?: string;
  readonly patienceMs?: number;
}

async function send(messageId: string, { authMethod = 'PLAIN', patienceMs = PATIENT_MS }: Sending = {}): Promise<void> {
  const auth = { user: 'replyline', pass: 'secret' };
  const timeouts = { greetingTimeout: patienceMs, socketTimeout: patienceMs };
  const transport = createTransport({ host: '127.0.0.1', port: server.port, auth, authMethod, ...timeouts });
  const text = 'One\n.\n..two';
  await transport.sendMail({ from: 'a@example.test', to: 'b@example.test', messageId: `<${messageId}>`, text });
}

const isAccepted = (messageId: string) => server.accepted().some((acceptance) => acceptance.messageId === messageId);

describe('a scripted SMTP server', () => {
  it.each(['PLAIN', 'LOGIN'])('accepts mail after AUTH %s when its script has nothing against it', async (method) => {
    await send(`${method}@example.test`, { authMethod: method });
    expect(server.accepted().at(-1)).toEqual({
      messageId: `${method}@example.test`,
      reversePath: 'a@example.test',
      forwardPaths: ['b@example.test'],
    });
    expect(server.messages().at(-1)).toContain('\r\n\r\nOne\r\n.\r\n..two\r\n');
  });

  it('writes each acceptance to its log', async () => {
    await send('logged@example.test');
    expect(readFileSync(join(folder, 'accepted.jsonl'), 'utf8')).toContain('{"messageId":"logged@example.test"');
  });

  it.each<[Step, string, number]>([
    ['auth', '535 5.7.8 No', 535],
    ['mail', '451 4.3.0 Later', 451],
    ['rcpt', '550 5.1.1 Nobody', 550],
    ['message', '554 5.6.0 Unwanted', 554],
  ])('refuses at %s what its script refuses', async (step, reply, responseCode) => {
    server.follow(at(step, { reply }));
    await expect(send(`${step}@example.test`)).rejects.toMatchObject({ responseCode });
    expect(isAccepted(`${step}@example.test`)).toBe(false);
  });

  it.each<[string, Step, Behaviour, boolean]>([
    ['never greets', 'greeting', { instead: 'silence' }, false],
    ['cuts the connection before the final dot', 'body', { instead: 'close' }, false],
    ['cuts the connection after the final dot', 'message', { instead: 'close' }, false],
    ['never answers the final dot', 'message', { instead: 'silence' }, false],
    ['accepts, and cuts the connection before it can say so', 'message', { instead: 'close-after-accepting' }, true],
  ])('%s', async (name, step, behaviour, accepted) => {
    const messageId = `${name.replaceAll(/\W/g, '-')}@example.test`;
    server.follow(at(step, behaviour));
    const patienceMs = behaviour.instead === 'silence' ? IMPATIENT_MS : PATIENT_MS;
    await expect(send(messageId, { patienceMs })).rejects.toThrow();
    expect(isAccepted(messageId)).toBe(accepted);
  });

  it('misbehaves for a while only, if its script counts', async () => {
    let failures = 2;
    server.follow(({ step }) => (step === 'mail' && failures-- > 0 ? { reply: '421 4.3.2 Busy' } : undefined));
    await expect(send('patience@example.test')).rejects.toThrow();
    await expect(send('patience@example.test')).rejects.toThrow();
    await send('patience@example.test');
    expect(isAccepted('patience@example.test')).toBe(true);
  });

  it('counts the connections that were open at once', async () => {
    await Promise.all([send('1@example.test'), send('2@example.test'), send('3@example.test')]);
    expect(server.peakConnections()).toBeGreaterThanOrEqual(3);
  });
});
