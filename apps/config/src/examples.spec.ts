import { world } from '@replyline/testing';
import { beforeAll, expect, it } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { startConfig } from './testing/config-service.js';

const here = world();
interface Media {
  readonly schema: object;
  readonly examples?: Readonly<Record<string, { readonly value: unknown }>>;
}
interface Operation {
  readonly summary?: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, Media>> };
}
interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: object;
}
let document: OpenApi;
let bodies: readonly (readonly [string, Media])[];

beforeAll(async () => {
  const config = await startConfig({ databaseUrl: await here.freshDatabase(), natsUrl: (await here.nats()).url });
  here.onEnd(() => config.stop());
  document = (await config.call('/openapi.json')).body as unknown as OpenApi;
  bodies = operations().flatMap(([name, { requestBody }]) => {
    const media = requestBody?.content['application/json'];
    return media ? [[name, media] as const] : [];
  });
});

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, it]) => [`${method} ${path}`, it] as const),
  );

it('every body of the OpenAPI document has an example', () => {
  expect(bodies.length).toBeGreaterThan(20);
  expect(bodies.filter(([, { examples = {} }]) => Object.keys(examples).length === 0).map(([name]) => name)).toEqual(
    [],
  );
});

it('every example is what its schema wants', () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  const faults = bodies.flatMap(([name, { schema, examples = {} }]) => {
    const check = ajv.compile({ ...schema, components: document.components });
    return Object.entries(examples).flatMap(([what, { value }]) =>
      check(value) ? [] : [`${name}, ${what}: ${ajv.errorsText(check.errors)}`],
    );
  });
  expect(faults).toEqual([]);
});

it('an example that is wrong would be noticed', () => {
  const [, { schema }] = bodies.find(([name]) => name === 'put /v1/sending-profiles/system')!;
  const check = new Ajv2020({ strict: false, validateFormats: false }).compile({
    ...schema,
    components: document.components,
  });
  expect(
    check({ kind: 'smtp', host: 'smtp.example.com', port: 'none', encryption: 'none', fromAddress: 'a@example.com' }),
  ).toBe(false);
});

it('every operation says in a few words what it is', () => {
  const silent = operations().filter(
    ([name, { summary = '' }]) => name.includes('/v1/') && !/^\S.{2,100}$/.test(summary),
  );
  expect(silent.map(([name, { summary }]) => `${name}: ${summary}`)).toEqual([]);
});
