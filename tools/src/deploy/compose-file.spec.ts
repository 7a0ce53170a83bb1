import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { COMPOSE_FILE, environmentForTrying, ROOT, SERVICES, variablesOfService } from './checkout.js';
import { interpolate, readComposeFile } from './compose-file.js';
import { readDockerfile } from './dockerfile.js';

const compose = readComposeFile(COMPOSE_FILE);
const every = Object.entries(compose.services);

/** Read by Node, as by any other program. */
const OF_EVERY_PROGRAM = ['NODE_ENV', 'NODE_OPTIONS'];

/** What the image of a service sets before Compose does. */
const ofImage = readDockerfile(readFileSync(join(ROOT, 'deploy/Dockerfile'), 'utf8'))
  .at(-1)!
  .instructions.filter(({ name }) => name === 'ENV')
  .flatMap(({ rest }) => rest.split(/\s+/).map((assignment) => assignment.split('=')[0]!));

describe('docker-compose.yml', () => {
  it.each(SERVICES)('builds %s from the one Dockerfile', (service) => {
    expect(compose.services[service]?.build).toEqual({
      context: '.',
      dockerfile: 'deploy/Dockerfile',
      args: { SERVICE: service },
    });
    expect(existsSync(join(ROOT, 'apps', service, 'tsconfig.lib.json'))).toBe(true);
  });

  it.each(SERVICES)('gives %s every variable that it requires and none that it does not know', (service) => {
    const given = [...Object.keys(compose.services[service]!.environment!), ...ofImage];
    const known = variablesOfService(service);
    const required = known.filter(({ isRequired }) => isRequired).map(({ name }) => name);
    expect(given).toEqual(expect.arrayContaining(required));
    const names = new Set([...known.map(({ name }) => name), ...OF_EVERY_PROGRAM]);
    expect(given.filter((name) => !names.has(name))).toEqual([]);
  });

  it.each(SERVICES)('gives %s longer to stop than it takes', (service) => {
    const most = variablesOfService(service).find(({ name }) => name === 'STOP_TIMEOUT_SECONDS')?.default;
    expect(Number.parseInt(compose.services[service]!.stop_grace_period!)).toBeGreaterThan(Number(most));
  });

  it('gives each service a database of its own', () => {
    const urls = SERVICES.map((service) => compose.services[service]!.environment!['DATABASE_URL']!);
    expect(new Set(urls.map((url) => url.split('/').at(-1))).size).toBe(SERVICES.length);
  });

  it('needs nothing that deploy/try.mjs does not make', () => {
    const values = environmentForTrying();
    expect(() => interpolate(readFileSync(COMPOSE_FILE, 'utf8'), values)).not.toThrow();
    expect(() => interpolate(readFileSync(COMPOSE_FILE, 'utf8'), {})).toThrow('is required');
  });

  it('builds and mounts what is there', () => {
    const builds = every.flatMap(([, { build }]) =>
      build ? [join(build.context, build.dockerfile ?? 'Dockerfile')] : [],
    );
    const mounts = every.flatMap(([, { volumes = [] }]) => volumes).map((volume) => volume.split(':')[0]!);
    for (const file of [...builds, ...mounts.filter((source) => source.startsWith('.'))])
      expect(statSync(join(ROOT, file), { throwIfNoEntry: false })?.size).toBeGreaterThan(0);
    expect(mounts.filter((source) => !source.startsWith('.')).sort()).toEqual(Object.keys(compose.volumes).sort());
  });

  it.each(every.filter(([, { build }]) => !build))('pins the version of %s', (_name, { image }) => {
    expect(image).toMatch(/:\d+\.\d+(\.\d+)?-\w+$/);
  });

  it('gives the broker the passwords that its configuration names', () => {
    const named = readFileSync(join(ROOT, 'deploy/nats-users.conf'), 'utf8').match(/(?<=password: \$)\w+/g);
    expect(Object.keys(compose.services['nats']!.environment!).sort()).toEqual([...named!].sort());
  });

  it('lets nothing but the services reach the broker and the databases', () => {
    expect(compose.networks['backbone']).toEqual({ internal: true });
    expect(compose.services['nats']!.networks).toEqual(['backbone']);
    expect(compose.services['postgres']!.networks).toEqual(['backbone']);
    const inside = every.filter(([, { networks }]) => networks?.includes('backbone')).map(([name]) => name);
    expect(inside.sort()).toEqual([...SERVICES, 'nats', 'postgres'].sort());
  });
});
