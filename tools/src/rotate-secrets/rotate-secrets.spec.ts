import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rotateSecrets } from './rotate-secrets.js';

const TOKEN = 'the-token';
const REPORT = {
  rings: [{ ring: 'OUTBOUND_SECRET_KEYS', current: 'o2', resealed: 3, alreadyNewest: 1, unopenable: 0 }],
};
const DONE = {
  rings: [{ ring: 'OUTBOUND_SECRET_KEYS', current: 'o2', keys: [{ id: 'o2', secrets: 4, isKnown: true }] }],
};
const LOST = {
  rings: [{ ring: 'OUTBOUND_SECRET_KEYS', current: 'o2', keys: [{ id: 'o1', secrets: 2, isKnown: false }] }],
};

const asked: string[] = [];
let answers: Record<string, object>;
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const isAdmin = request.headers.authorization === `Bearer ${TOKEN}`;
    response.writeHead(isAdmin ? 200 : 401).end(JSON.stringify(isAdmin ? answers[request.method!] : {}));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => void server.close());

async function run(argv: string[], token: string | undefined = TOKEN) {
  asked.length = 0;
  const [out, err]: [string[], string[]] = [[], []];
  const exitCode = await rotateSecrets(argv, { token, out: (line) => out.push(line), err: (line) => err.push(line) });
  return { exitCode, out, err: err.join('\n') };
}

describe('rotate-secrets', () => {
  it('says what it did and which keys can go', async () => {
    answers = { POST: REPORT, GET: DONE };
    expect(await run([url])).toMatchObject({
      exitCode: 0,
      out: [
        'OUTBOUND_SECRET_KEYS: 3 sealed anew with o2, 1 were already, 0 cannot be opened',
        'OUTBOUND_SECRET_KEYS: every key but o2 can be dropped once the readers have it too',
      ],
    });
  });

  it('fails when a secret cannot be opened, and names the key', async () => {
    answers = { POST: { rings: [{ ...REPORT.rings[0], unopenable: 2 }] }, GET: LOST };
    const { exitCode, out } = await run([url]);
    expect([exitCode, out.at(-1)]).toEqual([
      1,
      'OUTBOUND_SECRET_KEYS: still needed: o1 (2), which the ring does not have',
    ]);
  });

  it('changes nothing where it only looks', async () => {
    answers = { GET: DONE };
    expect((await run(['--look', url])).exitCode).toBe(0);
    expect(asked).toEqual(['GET /v1/secrets/rotation']);
  });

  it('fails with what the service says, and without the token', async () => {
    const { exitCode, err } = await run([url], 'other');
    expect([exitCode, err]).toEqual([1, expect.stringContaining('401')]);
    expect(err).not.toContain('other');
  });

  it.each([[[]], [['not a url']], [['--nonsense']], [['localhost:8081']], [['http://a.test', 'http://b.test']]])(
    'explains itself to %j',
    async (argv) => {
      expect(await run(argv)).toMatchObject({ exitCode: 2, err: expect.stringContaining('REPLYLINE_TOKEN') });
    },
  );

  it('says that nobody answers', async () => {
    const nobody = 'http://127.0.0.1:1';
    expect(await run([nobody])).toMatchObject({ exitCode: 1, err: `${nobody} cannot be reached` });
  });

  it('needs a token', async () => {
    expect((await run([url], '')).exitCode).toBe(2);
    const quoted = await run([url], '“the-token”');
    expect(quoted).toMatchObject({ exitCode: 2, err: expect.stringContaining('no bearer token') });
    expect((await run(['--look', url], `${TOKEN}\r\n`)).exitCode).toBe(0);
  });
});
