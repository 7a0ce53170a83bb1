import { execFile } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

/** What takes a plain text mail and gives what its person wrote. */
export interface Reader {
  readonly name: string;
  readonly read: (text: string) => string;
}

interface Rival {
  readonly name: string;
  readonly version: string;
  /** As its README says; text mode. */
  readonly reader: (exported: never) => Reader['read'];
}

const rival = <T>(name: string, version: string, reader: (exported: T) => Reader['read']): Rival => ({
  name,
  version,
  reader,
});

/** Pinned, so that the figures of two runs compare. */
const RIVALS: readonly Rival[] = [
  rival<{ default: new () => { read(text: string): { getVisibleText(): string } } }>(
    'email-reply-parser',
    '2.3.7',
    ({ default: Parser }) =>
      (text) =>
        new Parser().read(text).getVisibleText(),
  ),
  rival<{ default: { extractFrom(text: string, type: string): string } }>(
    'planer',
    '1.2.0',
    ({ default: planer }) =>
      (text) =>
        planer.extractFrom(text, 'text/plain'),
  ),
  rival<{ default: { quotations: { extractFromPlain(text: string): { body: string } } } }>(
    'talonjs',
    '1.0.28',
    ({ default: talon }) =>
      (text) =>
        talon.quotations.extractFromPlain(text).body,
  ),
  rival<{ default: (text: string, isVisibleText: true) => string }>(
    'node-email-reply-parser',
    '0.1.4',
    ({ default: parse }) =>
      (text) =>
        parse(text, true),
  ),
];

/** Longer than any registry that answers needs. */
const INSTALL_MS = 120_000;

/**
 * Installs the other libraries into a folder of their own. They are no dependencies of the project, where deprecated
 * packages of theirs would warn at each install. One that cannot be had is left out, and `say` tells why.
 */
export async function installRivals(dir: string, say: (line: string) => void): Promise<Reader[]> {
  say(`installing ${RIVALS.map(({ name, version }) => `${name}@${version}`).join(', ')} into ${dir}`);
  const readers: Reader[] = [];
  for (const one of RIVALS) {
    try {
      readers.push(await install(one, join(dir, one.name)));
    } catch (error) {
      say(`${one.name} is left out: ${(error as Error).message.split('\n', 1)[0]}`);
    }
  }
  return readers;
}

async function install({ name, version, reader }: Rival, dir: string): Promise<Reader> {
  mkdirSync(dir, { recursive: true });
  writeFileSync(join(dir, 'package.json'), '{"private":true}');
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  await promisify(execFile)('npm', ['install', ...quiet, `${name}@${version}`], { cwd: dir, timeout: INSTALL_MS });
  const file = createRequire(join(dir, 'package.json')).resolve(name);
  const read = reader((await import(pathToFileURL(file).href)) as never);
  return { name, read: (text) => orNothing(() => read(text)) };
}

/** One that throws has read nothing. */
function orNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return '';
  }
}
