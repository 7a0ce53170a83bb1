import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { COMPOSE_FILE, ROOT, SERVICES, variablesOfService, type ServiceName, type Variable } from './checkout.js';
import { readComposeFile, readEnvFile, variablesOf } from './compose-file.js';

const example = readFileSync(join(ROOT, '.env.example'), 'utf8');
const listed = readEnvFile(example, { commented: true });
const services = new Map<ServiceName, Variable[]>(SERVICES.map((name) => [name, variablesOfService(name)]));
const compose = variablesOf(readFileSync(COMPOSE_FILE, 'utf8'));

/** The image says where HTTP listens, and the time to stop belongs to `stop_grace_period`. */
const FIXED = ['HOST', 'PORT', 'STOP_TIMEOUT_SECONDS'];

describe('docker-compose.yml', () => {
  it.each(SERVICES)('passes on every variable of %s, so that a line of the copied .env.example counts', (service) => {
    const passed = Object.keys(readComposeFile(COMPOSE_FILE).services[service]!.environment!);
    const names = services.get(service)!.map(({ name }) => name);
    expect(names.filter((name) => !FIXED.includes(name) && !passed.includes(name))).toEqual([]);
  });
});

describe('.env.example', () => {
  it.each(SERVICES)('lists every variable of %s', (service) => {
    expect(Object.keys(listed)).toEqual(expect.arrayContaining(services.get(service)!.map(({ name }) => name)));
  });

  it('lists every variable of docker-compose.yml, the required ones ready to be filled in', () => {
    expect(Object.keys(listed)).toEqual(expect.arrayContaining(compose.map(({ name }) => name)));
    const required = compose.filter(({ isRequired }) => isRequired).map(({ name }) => name);
    expect(Object.keys(readEnvFile(example))).toEqual(expect.arrayContaining(required));
  });

  it('lists nothing that nobody reads', () => {
    const read = new Set(
      [...services.values()]
        .flat()
        .concat(compose as Variable[])
        .map(({ name }) => name),
    );
    expect(Object.keys(listed).filter((name) => !read.has(name))).toEqual([]);
  });

  it.each(SERVICES)('shows the defaults of %s', (service) => {
    const defaults = services.get(service)!.flatMap((it) => (it.default === undefined ? [] : [[it.name, it.default]]));
    expect(listed).toMatchObject(Object.fromEntries(defaults));
  });
});
