import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { answerInTime } from './answer-in-time.js';
import { egress } from './egress.js';

const servers: Server[] = [];

async function listening(server: Server): Promise<string> {
  servers.push(server);
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

let asked: string[];
let target: string;
let proxy: string;
let answer = '';

beforeEach(async () => {
  [asked, answer] = [[], 'HTTP/1.1 200 Connection established'];
  target = await listening(createServer((_, response) => response.end('hello')));
  const server = createServer();
  server.on('connect', ({ url = '' }, client) => {
    asked.push(url);
    if (!answer.includes(' 200 ')) return void client.end(`${answer}\r\n\r\n`);
    const [host, port] = url.split(':');
    const out = connect(Number(port), host, () => client.write(`${answer}\r\n\r\n`));
    out.pipe(client).pipe(out);
  });
  proxy = await listening(server);
});

afterEach(() => {
  for (const server of servers.splice(0)) server.close(() => undefined).closeAllConnections();
});

const textOf = async (env: Record<string, string>) => (await egress(env)(target)).text();

describe('what goes outside', () => {
  it.each(['HTTP_PROXY', 'http_proxy'])('goes through the proxy that %s names', async (name) => {
    expect(await textOf({ [name]: proxy })).toBe('hello');
    expect(asked).toEqual([new URL(target).host]);
  });

  it('goes directly where no proxy is named, and to whom NO_PROXY names', async () => {
    expect(await textOf({})).toBe('hello');
    expect(await textOf({ HTTP_PROXY: proxy, NO_PROXY: '127.0.0.1' })).toBe('hello');
    expect(asked).toEqual([]);
  });

  it('stops nobody from starting, however wrong its proxy is', async () => {
    const file = new URL('../../dist/microsoft/index.js', import.meta.url).href;
    const env = { PATH: process.env['PATH'], HTTPS_PROXY: 'proxy.example.test' };
    const loading = ['--input-type=module', '-e', `await import('${file}'); console.log('loaded')`];
    expect((await promisify(execFile)(process.execPath, loading, { env })).stdout).toBe('loaded\n');
  });

  it('was never said when the proxy opens no way, so that no mail is called unknown', async () => {
    answer = 'HTTP/1.1 407 Proxy Authentication Required';
    const waiting = { signal: new AbortController().signal, timeoutMs: 5_000, isFinal: true };
    const asking = answerInTime(target, { method: 'POST' }, waiting, egress({ HTTP_PROXY: proxy }));
    await expect(asking).rejects.toMatchObject({ code: 'provider.unavailable' });
  });
});
