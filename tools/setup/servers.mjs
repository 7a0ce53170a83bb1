import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { run, SetupError, step } from './step.mjs';

/** Packages put these outside the search path of an ordinary user. */
const FOLDERS = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/opt/homebrew/bin'];
const onPath = (name) => FOLDERS.some((folder) => existsSync(join(folder, name)));
const inOneOf = (folders, name) => folders.some((folder) => existsSync(join(folder, name)));

const DOVECOT = ['/usr/lib/dovecot', '/usr/libexec/dovecot'];
const POSTFIX = ['/usr/lib/postfix/sbin', '/usr/libexec/postfix', '/usr/lib/postfix'];

/** Homebrew's one formula holds all of Dovecot. */
const isWhole = process.platform === 'darwin' && onPath('dovecot');

/** What each server is called by the two package managers we know, and how to see that it is there. */
const SERVERS = [
  {
    debian: 'nats-server',
    brew: 'nats-server',
    isThere: () => Boolean(process.env.NATS_SERVER_BIN) || onPath('nats-server'),
  },
  { debian: 'dovecot-core', brew: 'dovecot', isThere: () => onPath('dovecot') },
  { debian: 'dovecot-imapd', brew: 'dovecot', isThere: () => isWhole || inOneOf(DOVECOT, 'imap') },
  { debian: 'dovecot-pop3d', brew: 'dovecot', isThere: () => isWhole || inOneOf(DOVECOT, 'pop3') },
  { debian: 'dovecot-lmtpd', brew: 'dovecot', isThere: () => isWhole || inOneOf(DOVECOT, 'lmtp') },
  { debian: 'python3-minimal', brew: 'python3', isThere: () => onPath('python3'), onlyForTests: true },
  { debian: 'clamav-daemon', brew: 'clamav', isThere: () => onPath('clamd'), onlyForTests: true },
  { debian: 'postfix', brew: 'postfix', isThere: () => inOneOf(POSTFIX, 'master'), onlyForTests: true },
];

/** Installs the servers that are missing; no system-wide one is started or changed. */
export async function installServers(_root, purpose) {
  const needed = SERVERS.filter((server) => purpose === 'test' || !server.onlyForTests);
  const missing = needed.filter((server) => !server.isThere());
  if (missing.length > 0) await install(missing);
  if (purpose === 'test' && process.getuid?.() !== 0)
    throw new SetupError('Postfix starts as root only. Run: sudo npm test');
}

async function install(missing) {
  const [command, ...args] = installation(missing);
  const names = args.filter((arg) => missing.some(({ debian, brew }) => arg === debian || arg === brew));
  await step(`installing ${names.join(', ')}`, () => run(command, args));
}

function installation(missing) {
  if (process.platform === 'darwin') return ['brew', 'install', ...new Set(missing.map(({ brew }) => brew))];
  const packages = missing.map(({ debian }) => debian);
  if (!onPath('apt-get'))
    throw new SetupError(`Install these with the package manager of your system: ${packages.join(' ')}`);
  const script = ['sh', fileURLToPath(new URL('install-debian.sh', import.meta.url)), ...packages];
  if (process.getuid() === 0) return script;
  if (hasSudo()) return ['sudo', '-n', ...script];
  throw new SetupError(`Servers are missing. Run: sudo ${script.join(' ')}`);
}

function hasSudo() {
  try {
    execFileSync('sudo', ['-n', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
