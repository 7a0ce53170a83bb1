import { randomBytes } from 'node:crypto';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Failure } from '@replyline/errors';
import { startClamd, type RunningClamd } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { clamdAddress } from './clamd-address.js';
import { Clamd } from './clamd.js';

const here = world();
const VIRUS = Buffer.from('this stands for a virus');
let clamd: RunningClamd;

beforeAll(async () => {
  const viruses = { 'Made.Up.Virus': VIRUS };
  clamd = await startClamd({ dir: `${here.folder()}/clamd`, viruses, streamMaxBytes: 1_000_000 });
  here.onEnd(() => clamd.stop());
});

describe.each([
  ['a port', () => ({ host: '127.0.0.1', port: clamd.port })],
  ['a Unix socket', () => ({ path: clamd.path })],
])('a file that clamd is asked about over %s', (_way, address) => {
  it.each([
    ['an empty one', Buffer.alloc(0)],
    ['a short one', Buffer.from('hello')],
    ['one of many pieces', randomBytes(900_000)],
  ])('passes where nothing is found: %s', async (_name, bytes) => {
    expect(await new Clamd(address()).scan(bytes)).toEqual({ kind: 'clean' });
  });

  it('is refused with what clamd calls it', async () => {
    expect(await new Clamd(address()).scan(VIRUS)).toEqual({ kind: 'virus', found: 'Made.Up.Virus.UNOFFICIAL' });
  });

  it('is not scannable where it is larger than clamd takes', async () => {
    expect(await new Clamd(address()).scan(randomBytes(3_000_000))).toEqual({ kind: 'not-scannable' });
  });
});

describe('a scanner that gives no answer', () => {
  /** Something that listens where clamd should. */
  const somebody = (behave: (socket: Socket) => void): Promise<Clamd> =>
    new Promise((resolve) => {
      const server = createServer((socket) => (socket.on('error', () => undefined), behave(socket)));
      here.onEnd(async () => void server.close());
      server.listen(0, '127.0.0.1', () => {
        const { port } = server.address() as AddressInfo;
        resolve(new Clamd({ host: '127.0.0.1', port }, { silenceMs: 200, presenceMs: 200 }));
      });
    });

  it.each<[string, (socket: Socket) => void]>([
    ['hangs up', (socket) => socket.destroy()],
    ['is silent', (socket) => socket.resume()],
    ['does not read', (socket) => socket.pause()],
    ['says something else', (socket) => socket.end('220 mail.example.test ESMTP\r\n')],
    ['says that it cannot', (socket) => socket.resume().end('INSTREAM: Can not open file. ERROR\0')],
    ['never ends', (socket) => socket.resume().write('x'.repeat(100_000))],
  ])('as when it %s is unavailable, and nothing passes', async (_how, behave) => {
    const scanner = await somebody(behave);
    await expect(scanner.scan(randomBytes(8_000_000))).rejects.toMatchObject({ code: 'scanner.unavailable' });
  });

  it('as when it hangs is left alone, then asked once whether it is there, and gets a file when it is', async () => {
    const heard: string[] = [];
    let isBack = false;
    const answers: Record<string, string> = { zPING: 'PONG\0', zINSTREAM: 'stream: OK\0' };
    const scanner = await somebody((socket) => {
      socket.once('data', (said) => {
        const command = said.toString('latin1').split('\0')[0]!;
        heard.push(command);
        if (isBack) socket.end(answers[command] ?? '');
      });
    });
    const scan = () =>
      scanner.scan(Buffer.from('x')).catch((error: Failure) => typeof error.details['retryAfterSeconds']);
    const three = () => Promise.all([scan(), scan(), scan()]);
    expect([await scan(), ...(await three())]).toEqual(['undefined', 'number', 'number', 'number']);
    expect(heard).toEqual(['zINSTREAM', 'zPING']);
    await until(async () => (await three()) && heard.length > 2);
    expect([await scan(), heard]).toEqual(['number', ['zINSTREAM', 'zPING', 'zPING']]);
    isBack = true;
    await until(async () => typeof (await scan()) === 'object');
    expect(await scan()).toEqual({ kind: 'clean' });
    expect([heard[3], ...heard.slice(-2)]).toEqual(['zPING', 'zINSTREAM', 'zINSTREAM']);
  });

  it('as over one file is asked about others all the same', async () => {
    const scanner = await somebody((socket) => {
      let heard = '';
      socket.setEncoding('latin1').on('data', (said: string) => {
        heard += said;
        if (heard.startsWith('zPING')) socket.end('PONG\0');
        else if (heard.endsWith('\0\0\0\0') && !heard.includes('endless')) socket.end('stream: OK\0');
      });
    });
    const scan = (file: string) =>
      scanner.scan(Buffer.from(file)).catch((error: Failure) => [error.code, error.details]);
    expect(await scan('endless')).toEqual(['scanner.unavailable', {}]);
    expect(await scan('letter')).toEqual({ kind: 'clean' });
  });

  it('as when nobody is there is unavailable', async () => {
    const scanner = new Clamd({ path: `${here.folder()}/nobody.sock` });
    await expect(scanner.scan(Buffer.from('x'))).rejects.toMatchObject({ code: 'scanner.unavailable' });
  });
});

describe('where clamd listens', () => {
  it.each([
    ['tcp://clamd:3310', { host: 'clamd', port: 3310 }],
    ['tcp://127.0.0.1', { host: '127.0.0.1', port: 3310 }],
    ['tcp://[::1]:99', { host: '::1', port: 99 }],
    ['unix:///run/clamav/clamd.ctl', { path: '/run/clamav/clamd.ctl' }],
  ])('is %s', (text, address) => {
    expect(clamdAddress.parse(text)).toEqual(address);
  });

  it.each(['clamd:3310', 'http://clamd', 'tcp://clamd:0', 'tcp://clamd:99999', 'unix://run', ''])(
    'is not %j',
    (text) => {
      expect(clamdAddress.safeParse(text).success).toBe(false);
    },
  );
});
