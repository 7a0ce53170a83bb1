import { execFileSync } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { copyFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Certificates } from '../certificates.js';
import { findExecutable } from '../executables.js';
import { onFreePorts } from '../free-ports.js';
import { asOrdinaryUser, giveTo, makeFolderFor, ordinaryUser } from '../ordinary-user.js';
import { startServer, type Running } from '../server-process.js';
import { greeting } from '../speak.js';
import { configuration23, introspection23 } from './configuration-2.3.js';
import { configuration24 } from './configuration-2.4.js';
import type { DovecotPorts, DovecotSettings, FolderNaming } from './settings.js';

export interface RunningDovecot extends Running {
  readonly ports: DovecotPorts;
  /** Where Postfix asks whether a password is right. */
  readonly authSocket: string;
}

export interface DovecotOptions {
  /** Started again with the same folder, it has its mail back. */
  readonly dir: string;
  readonly domain: string;
  /** Passwords by login name; `alice` is the mailbox `alice@<domain>`. */
  readonly users: Readonly<Record<string, string>>;
  /** Without certificates there is neither STARTTLS nor IMAPS nor POP3S. */
  readonly tls?: Certificates;
  /** Any free ones if absent. */
  readonly ports?: DovecotPorts;
  /** For tests only: does not wait for the disk. */
  readonly isForgetful?: boolean;
  /** Lets XOAUTH2 in: answers `{"active": true, "email": "…"}` for an access token that is appended to it. */
  readonly introspectionUrl?: string;
  /** `Archive/2026` if absent; many servers say `INBOX.Archive.2026`. */
  readonly folders?: FolderNaming;
  /** What IMAP says it can, all that it can if absent: a poorer server, `IMAP4rev1 NAMESPACE` for instance. */
  readonly imapCapability?: string;
}

const FOLDERS: FolderNaming = { prefix: '', separator: '/' };

/** A private Dovecot 2.3 or 2.4 that holds mailboxes: mail comes in by LMTP and is read by IMAP or POP3. */
export function startDovecot(options: DovecotOptions): Promise<RunningDovecot> {
  if (options.ports) return startOn(options.ports, options);
  return onFreePorts(5, ([imap, imaps, pop3, pop3s, lmtp]) =>
    startOn({ imap: imap!, imaps: imaps!, pop3: pop3!, pop3s: pop3s!, lmtp: lmtp! }, options),
  );
}

async function startOn(ports: DovecotPorts, options: DovecotOptions): Promise<RunningDovecot> {
  const settings = settingsFor(ports, options);
  const { dir, runDir, user, identity } = settings;
  writeFiles(settings, options);
  const command = [findExecutable('dovecot'), '-F', '-c', join(dir, 'dovecot.conf')];
  const running = await startServer({
    name: 'dovecot-master',
    dir,
    ports: Object.values(ports),
    command: asOrdinaryUser(user, command, [dir, runDir]),
    logFile: join(dir, 'dovecot.log'),
    lockFile: join(runDir, 'master.pid'),
    isReady: async () => (await greeting(ports.imap, /\r\n/)).includes(identity),
  });
  const stop = () => running.stop().then(() => rmSync(runDir, { recursive: true, force: true }));
  return { ...running, stop, ports, authSocket: join(runDir, 'auth-sasl') };
}

function settingsFor(ports: DovecotPorts, options: DovecotOptions): DovecotSettings {
  const dir = resolve(options.dir);
  const { domain, tls, isForgetful = false, introspectionUrl, folders = FOLDERS, imapCapability } = options;
  const identity = `Replyline ${randomUUID()} ready.`;
  const surroundings = { dir, runDir: runDirFor(dir), ports, domain, user: ordinaryUser(), identity };
  return { ...surroundings, hasTls: !!tls, isForgetful, introspectionUrl, folders, imapCapability };
}

/** A path of a socket ends at 103 characters on macOS and 107 on Linux, and Dovecot adds up to 40 to its folder. */
function runDirFor(dir: string): string {
  if (dir.length < 60) return join(dir, 'run');
  return join(tmpdir(), `rl-${createHash('sha256').update(dir).digest('hex').slice(0, 12)}`);
}

/** Everything is written anew at each start, and belongs to the user that Dovecot runs as. */
function writeFiles({ user, ...settings }: DovecotSettings, { users, tls }: DovecotOptions): void {
  const { dir, runDir, domain } = settings;
  const own = (name: string, write: (file: string) => void) => {
    write(join(dir, name));
    giveTo(user, join(dir, name));
  };
  for (const folder of [dir, runDir, join(dir, 'state'), join(dir, 'mail')]) makeFolderFor(user, folder);
  const accounts = Object.entries(users).map(([login, password]) => entry(login, domain, password));
  own('dovecot.conf', (file) => writeFileSync(file, configuration()({ user, ...settings })));
  own('oauth2.conf', (file) => writeFileSync(file, introspection23(settings.introspectionUrl ?? '')));
  own('users', (file) => writeFileSync(file, accounts.join(''), { mode: 0o600 }));
  if (!tls) return;
  own('server.pem', (file) => copyFileSync(tls.certificateFile, file));
  own('server.key', (file) => copyFileSync(tls.keyFile, file));
}

/** Seven fields, or Dovecot misses "userdb info". In base64 a password may hold a colon. */
const entry = (login: string, domain: string, password: string): string =>
  `${login}@${domain}:{PLAIN.b64}${Buffer.from(password).toString('base64')}::::::\n`;

function configuration(): (settings: DovecotSettings) => string {
  const version = execFileSync(findExecutable('dovecot'), ['--version'], { encoding: 'utf8' });
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 2 || minor >= 4 ? configuration24 : configuration23;
}
