import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CLIENT = 'notify-client';
/** Libraries of this repository that the client needs are in no registry: they travel inside the package. */
const INSIDE = ['contracts', 'errors', 'sealing'];
/** What npm fetches for it, in the versions that are tested here. */
const FETCHED = ['@nats-io/jetstream', '@nats-io/obj', '@nats-io/transport-node', 'zod'];

const json = (path) => JSON.parse(readFileSync(path, 'utf8'));
const write = (folder, manifest) => writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest, null, 2));

/** The manifest as a reader of the package needs it: nothing leads to sources that are not in it. */
function manifestOf(library) {
  const { name, version, type } = json(join(ROOT, 'libs', library, 'package.json'));
  const exports = {
    '.': { types: './dist/index.d.ts', default: './dist/index.js' },
    './package.json': './package.json',
  };
  return { name, version, type, license: 'UNLICENSED', exports };
}

/** Maps lead to sources too. */
const isOfUse = (path) => !/\.(map|tsbuildinfo)$/.test(path);
const copyBuild = (library, folder) =>
  cpSync(join(ROOT, 'libs', library, 'dist'), join(folder, 'dist'), { recursive: true, filter: isOfUse });

function stage(folder) {
  const { engines, dependencies: versions } = json(join(ROOT, 'package.json'));
  const inside = INSIDE.map(manifestOf);
  const dependencies = Object.fromEntries([
    ...inside.map(({ name, version }) => [name, version]),
    ...FETCHED.map((name) => [name, versions[name]]),
  ]);
  const bundleDependencies = inside.map(({ name }) => name);
  write(folder, { ...manifestOf(CLIENT), engines, files: ['dist'], dependencies, bundleDependencies });
  copyBuild(CLIENT, folder);
  for (const library of INSIDE) {
    const home = join(folder, 'node_modules', manifestOf(library).name);
    mkdirSync(home, { recursive: true });
    write(home, manifestOf(library));
    copyBuild(library, home);
  }
}

const target = resolve(process.argv[2] ?? 'dist');
const folder = mkdtempSync(join(tmpdir(), 'pack-client-'));
try {
  stage(folder);
  mkdirSync(target, { recursive: true });
  const packed = execFileSync('npm', ['pack', '--json', '--pack-destination', target], {
    cwd: folder,
    encoding: 'utf8',
  });
  process.stdout.write(`${join(target, JSON.parse(packed)[0].filename)}\n`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
