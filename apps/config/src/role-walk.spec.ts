import { randomUUID } from 'node:crypto';
import type { Role } from '@replyline/contracts';
import { world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { startConfig, type ConfigService } from './testing/config-service.js';

const here = world();
/** Whoever opens these needs no token, each for its reason. */
const PUBLIC = [
  // Where Microsoft sends a browser back, which has the cookie and the state of the attempt.
  'get /v1/linked-accounts/callback',
  'get /health/live',
  'get /health/ready',
];
const ROLES: readonly Role[] = ['server-admin', 'user', 'service'];
const DENIED = [401, 403];

interface Operation {
  readonly security: readonly object[];
  readonly 'x-roles'?: readonly Role[];
}
interface Route {
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly roles: readonly Role[] | undefined;
}
let config: ConfigService;
let routes: readonly Route[];

beforeAll(async () => {
  config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
  const { body } = await config.call('/openapi.json');
  routes = Object.entries(body['paths'] as Record<string, Record<string, Operation>>).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, it]) => ({
      name: `${method} ${path}`,
      method,
      path,
      roles: it['x-roles'],
    })),
  );
});

/** A route that exists for nobody in particular: each parameter is an id that nothing has. */
const urlOf = (path: string) => config.url + path.replace(/\{\w+\}/g, () => randomUUID());

async function ask({ method, path }: Route, authorization?: string): Promise<number> {
  const response = await fetch(urlOf(path), {
    method: method.toUpperCase(),
    redirect: 'manual',
    headers: { ...(authorization && { authorization }) },
  });
  await response.arrayBuffer();
  return response.status;
}

const wrong: string[] = [];
const note = (route: Route, who: string, status: number) => void wrong.push(`${route.name} as ${who}: ${status}`);

describe('every route of the OpenAPI document', () => {
  it('states who may use it, or is one of the few that are open', () => {
    const open = routes.filter(({ roles }) => roles === undefined).map(({ name }) => name);
    expect(open.filter((name) => !PUBLIC.includes(name))).toEqual([]);
    expect(routes.length).toBeGreaterThan(30);
  });

  it('asks nobody in without a token, or with one that is not ours', async () => {
    wrong.length = 0;
    const expired = await config.authorization('server-admin', undefined, '-1m');
    for (const route of routes.filter(({ roles }) => roles !== undefined)) {
      for (const token of [undefined, 'Bearer nonsense', 'Basic YTpi', expired]) {
        const status = await ask(route, token);
        if (status !== 401) note(route, token ?? 'nobody', status);
      }
    }
    expect(wrong).toEqual([]);
  });

  it.each(ROLES)('lets %s in exactly where it says so', async (role) => {
    wrong.length = 0;
    for (const route of routes.filter(({ roles }) => roles !== undefined)) {
      const status = await ask(route, await config.authorization(role));
      if (DENIED.includes(status) === route.roles!.includes(role)) note(route, role, status);
    }
    expect(wrong).toEqual([]);
  });

  it('lets nobody in whose role it does not know', async () => {
    wrong.length = 0;
    for (const route of routes.filter(({ roles }) => roles !== undefined && roles.length < ROLES.length)) {
      const status = await ask(route, await config.authorization('superuser' as Role));
      if (status !== 403) note(route, 'superuser', status);
    }
    expect(wrong).toEqual([]);
  });
});
