import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { localIssuer, type LocalIssuer } from './local-issuer.js';
import { TokenVerifier } from './token-verifier.js';

const ALICE = { userId: 'alice', roles: ['user'] as const };

let issuer: LocalIssuer;
let answer: { status: number; body: string };
let server: Server;

beforeAll(async () => {
  issuer = await localIssuer();
  server = createServer((_request, response) => response.writeHead(answer.status).end(answer.body)).listen(
    0,
    '127.0.0.1',
  );
  await once(server, 'listening');
});
afterAll(() => void server.close());

const keys = () => ({ status: 200, body: issuer.environment.AUTH_JWKS });

/** Told where the keys are, as in production. */
const verifier = (port = (server.address() as AddressInfo).port) => {
  const { AUTH_ISSUER, AUTH_AUDIENCE } = issuer.environment;
  return new TokenVerifier({
    AUTH_ISSUER,
    AUTH_AUDIENCE,
    AUTH_JWKS: undefined,
    AUTH_JWKS_URL: `http://127.0.0.1:${port}/keys`,
  });
};

describe('a token of an OIDC issuer', () => {
  it('is read with the keys that the issuer gives', async () => {
    answer = keys();
    expect(await verifier().callerOf(await issuer.token(ALICE))).toEqual(ALICE);
  });

  it('names a user by his id as the directory writes it', async () => {
    answer = keys();
    const id = '7d3b2c52-3f43-4b4e-9b36-0b8f2d3c1a10';
    const token = await issuer.token({ ...ALICE, userId: id.toUpperCase() });
    expect((await verifier().callerOf(token)).userId).toBe(id);
  });

  it('signed by a key that the issuer does not have is refused', async () => {
    answer = keys();
    const other = await localIssuer();
    await expect(verifier().callerOf(await other.token(ALICE))).rejects.toMatchObject({
      code: 'access.unauthenticated',
    });
  });

  it('for another audience is refused', async () => {
    answer = keys();
    const foreign = new TokenVerifier({
      AUTH_ISSUER: issuer.environment.AUTH_ISSUER,
      AUTH_AUDIENCE: 'somebody else',
      AUTH_JWKS: JSON.parse(issuer.environment.AUTH_JWKS),
      AUTH_JWKS_URL: undefined,
    });
    await expect(foreign.callerOf(await issuer.token(ALICE))).rejects.toMatchObject({ code: 'access.unauthenticated' });
  });

  it.each([
    ['answers with an error', { status: 500, body: '' }],
    ['gives something else', { status: 200, body: '{"keys":"none"}' }],
    ['gives no JSON', { status: 200, body: '<html>' }],
  ])('cannot be judged while the issuer %s', async (_name, broken) => {
    answer = broken;
    await expect(verifier().callerOf(await issuer.token(ALICE))).rejects.toMatchObject({ code: 'service.unavailable' });
  });

  it('cannot be judged while the issuer does not answer', async () => {
    await expect(verifier(1).callerOf(await issuer.token(ALICE))).rejects.toMatchObject({
      code: 'service.unavailable',
    });
  });
});
