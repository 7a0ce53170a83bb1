import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { sendmail } from './sendmail.js';

let server: Server;
let url: string;
let asked: { path: string; authorization: string | undefined }[];
let answer: { status: number; body: object | string };

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push({ path: request.url!, authorization: request.headers.authorization });
    response
      .writeHead(answer.status, { 'content-type': 'application/json' })
      .end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => {
  asked = [];
  answer = { status: 200, body: { outcome: 'ok', steps: [{ name: 'tcp', outcome: 'ok', seen: '127.0.0.1:25' }] } };
});

const run = (...argv: string[]) => runWith('a-token', ...argv);

async function runWith(token: string | undefined, ...argv: string[]) {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    token,
    out: (line: string) => void out.push(line),
    err: (line: string) => void err.push(line),
  };
  return { code: await sendmail(argv, io), out: out.join('\n'), err: err.join('\n') };
}

describe('sendmail', () => {
  it('sends through the system profile and shows what the server said', async () => {
    const { code, out } = await run('-f', 'noreply@example.com', `${url}/`, 'bob@example.com');
    expect([code, out]).toEqual([0, '✓ tcp  127.0.0.1:25\nThe server has taken the mail.']);
    expect(asked).toEqual([
      {
        path: '/v1/sending-profiles/system/test?recipient=bob%40example.com&reversePath=noreply%40example.com',
        authorization: 'Bearer a-token',
      },
    ]);
  });

  it.each(['<>', ''])('asks for the null reverse-path with -f %j', async (written) => {
    await run('-f', written, url, 'bob@example.com');
    expect(asked[0]?.path).toBe('/v1/sending-profiles/system/test?recipient=bob%40example.com&reversePath=%3C%3E');
  });

  it('sends through another one', async () => {
    await run('--profile', 'shared-1', url, 'bob@example.com');
    expect(asked[0]?.path).toBe('/v1/sending-profiles/shared-1/test?recipient=bob%40example.com');
  });

  it('says where it went wrong, and what to do', async () => {
    const failed = {
      name: 'authentication',
      outcome: 'failed',
      seen: '535 5.7.8',
      code: 'provider.credentials_rejected',
      remediation: 'Type it again.',
    };
    answer = { status: 200, body: { outcome: 'failed', steps: [failed, { name: 'sender', outcome: 'not checked' }] } };
    const { code, out } = await run(url, 'bob@example.com');
    expect([code, out.split('\n')]).toEqual([
      1,
      [
        '✗ authentication  535 5.7.8',
        '  provider.credentials_rejected: Type it again.',
        '· sender          not checked',
        'The mail was not sent.',
      ],
    ]);
  });

  it('repeats the words of a refusal', async () => {
    answer = {
      status: 404,
      body: { code: 'request.not_found', title: 'There is none', detail: 'Save one.', status: 404 },
    };
    expect(await run(url, 'bob@example.com')).toEqual({
      code: 1,
      out: '',
      err: `Profile system: There is none (request.not_found). Save one. Is ${url} the config service, and the profile saved?`,
    });
  });

  it('says that nobody answers', async () => {
    expect(await run('http://127.0.0.1:1', 'bob@example.com')).toMatchObject({
      code: 1,
      err: 'http://127.0.0.1:1 cannot be reached',
    });
  });

  it.each([
    [[], 'URL and RECIPIENT are both needed'],
    [['nowhere'], 'URL and RECIPIENT are both needed'],
    [['http://a', 'b', 'c'], 'c is too much'],
    [['--what', 'http://a', 'b'], "Unknown option '--what'"],
    [['localhost:8081', 'b'], 'localhost:8081 is no URL that begins with http'],
    [['ftp://a', 'b'], 'ftp://a is no URL that begins with http'],
  ])('%j is answered with what is wrong with it, and the usage', async (argv, problem) => {
    const { code, err } = await run(...argv);
    expect({ code, first: err.split('\n')[0] }).toEqual({ code: 2, first: expect.stringContaining(problem) });
    expect(err).toContain('-f REVERSE_PATH');
  });

  it('asks for the token that is not there', async () => {
    expect(await runWith(undefined, url, 'bob@example.com')).toMatchObject({
      code: 2,
      err: expect.stringContaining('REPLYLINE_TOKEN is not set'),
    });
    expect(asked).toEqual([]);
  });

  it('says that the token is none, rather than that nobody answers', async () => {
    for (const token of ['“a-token”', 'a token', 'a\ntoken']) {
      expect(await runWith(token, url, 'bob@example.com')).toMatchObject({
        code: 2,
        err: expect.stringContaining('no bearer token'),
      });
    }
    expect(asked).toEqual([]);
    expect(await runWith('a-token\r\n', url, 'bob@example.com')).toMatchObject({ code: 0 });
  });

  it('says that something else than config answers there', async () => {
    answer = { status: 200, body: '<html>Log in</html>' };
    expect(await run(url, 'bob@example.com')).toMatchObject({
      code: 1,
      err: expect.stringContaining('The answer is not one of config.'),
    });
  });

  it('helps', async () => {
    expect(await run('--help')).toMatchObject({ code: 0, out: expect.stringContaining('-f REVERSE_PATH') });
  });
});
