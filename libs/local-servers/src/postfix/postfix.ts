import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Certificates } from '../certificates.js';
import { onFreePorts } from '../free-ports.js';
import { isRoot } from '../ordinary-user.js';
import { startServer, type Running } from '../server-process.js';
import { greeting } from '../speak.js';
import { acceptedMail, type AcceptedMail } from './accepted-mail.js';
import {
  installation,
  mainConfiguration,
  masterConfiguration,
  type PostfixPorts,
  type PostfixSettings,
} from './configuration.js';

export interface RunningPostfix extends Running {
  readonly ports: PostfixPorts;
  /** What it has taken responsibility for so far. */
  accepted(): AcceptedMail[];
}

export interface PostfixOptions {
  /** Open to everybody: Postfix runs as several users. */
  readonly dir: string;
  readonly domain: string;
  /** Login names, which are local parts of mailboxes. */
  readonly users: readonly string[];
  readonly tls: Certificates;
  /** Where mail for the domain goes, and who knows the passwords. */
  readonly dovecot: { readonly ports: { readonly lmtp: number }; readonly authSocket: string };
  readonly ports?: PostfixPorts;
  /** If false, mail to nobody is accepted and comes back as a delivery status notification. */
  readonly isRecipientChecked?: boolean;
  /** Of clients, which must show a certificate then where TLS is required. */
  readonly clientAuthorityFile?: string;
  /** Instead of, or beside, what is said in main.cf (postconf(5)). */
  readonly parameters?: Readonly<Record<string, string>>;
}

/**
 * A private Postfix, for tests: it starts as root only.
 *
 * `smtp` takes mail for the domain from anybody; `submission` (STARTTLS) and `smtps` take any mail after a login.
 */
export function startPostfix(options: PostfixOptions): Promise<RunningPostfix> {
  if (!isRoot()) throw new Error('Postfix starts as root only');
  if (options.ports) return startOn(options.ports, options);
  return onFreePorts(3, ([smtp, submission, smtps]) =>
    startOn({ smtp: smtp!, submission: submission!, smtps: smtps! }, options),
  );
}

async function startOn(ports: PostfixPorts, options: PostfixOptions): Promise<RunningPostfix> {
  const { dovecot, domain, isRecipientChecked = true } = options;
  const { authSocket } = dovecot;
  const dir = resolve(options.dir);
  const identity = randomUUID();
  const lmtpPort = dovecot.ports.lmtp;
  const { daemon_directory: programs } = makeQueue(dir);
  const wantsClientCertificate = options.clientAuthorityFile !== undefined;
  writeFiles(
    { dir, ports, domain, lmtpPort, authSocket, identity, isRecipientChecked, wantsClientCertificate },
    options,
  );
  const running = await startServer({
    name: 'postfix-master',
    dir,
    ports: Object.values(ports),
    // Its own supervisor, `postfix start-fg`, takes two seconds to do the same.
    command: [join(programs, 'master'), '-c', join(dir, 'etc'), '-d'],
    env: { ...process.env, MAIL_CONFIG: join(dir, 'etc') },
    logFile: join(dir, 'postfix.log'),
    isReady: async () => (await greeting(ports.smtp, /\r\n/)).includes(identity),
  });
  return { ...running, ports, accepted: () => acceptedMail(running.log()) };
}

const PRIVATE = [
  'active',
  'bounce',
  'corrupt',
  'defer',
  'deferred',
  'flush',
  'hold',
  'incoming',
  'private',
  'saved',
  'trace',
];

/** The tree that `postfix start` would make, with the owners and modes that Postfix insists on. */
function makeQueue(dir: string): ReturnType<typeof installation> {
  const installed = installation();
  const { mail_owner: owner, setgid_group: group } = installed;
  const make = (name: string, mode: number, owners: string) => {
    mkdirSync(join(dir, name), { recursive: true });
    chmodSync(join(dir, name), mode);
    execFileSync('chown', [owners, join(dir, name)]);
  };
  for (const name of ['.', 'etc', 'queue', 'queue/pid']) make(name, 0o755, 'root:0');
  for (const name of PRIVATE) make(`queue/${name}`, 0o700, `${owner}:0`);
  make('queue/maildrop', 0o730, `${owner}:${group}`);
  make('queue/public', 0o710, `${owner}:${group}`);
  make('data', 0o700, owner);
  return installed;
}

function writeFiles(settings: PostfixSettings, options: PostfixOptions): void {
  const { users, tls, clientAuthorityFile, parameters = {} } = options;
  const etc = join(settings.dir, 'etc');
  writeFileSync(join(etc, 'main.cf'), saying(parameters, mainConfiguration(settings)));
  writeFileSync(join(etc, 'master.cf'), masterConfiguration(settings));
  writeFileSync(join(etc, 'mailboxes'), users.map((user) => `${user}@${settings.domain} there\n`).join(''));
  copyFileSync(tls.certificateFile, join(etc, 'server.pem'));
  copyFileSync(tls.keyFile, join(etc, 'server.key'));
  if (clientAuthorityFile !== undefined) copyFileSync(clientAuthorityFile, join(etc, 'clients.pem'));
  // Postfix reads a file again until it is two seconds old. Dated back, it is read once.
  const aMinuteAgo = new Date(Date.now() - 60_000);
  for (const name of readdirSync(etc)) utimesSync(join(etc, name), aMinuteAgo, aMinuteAgo);
}

/** Each name once: Postfix warns of a second one before it can log, and then waits for its log. */
function saying(parameters: Readonly<Record<string, string>>, configuration: string): string {
  const isReplaced = (line: string) => Object.keys(parameters).some((name) => line.startsWith(`${name} =`));
  const kept = configuration.split('\n').filter((line) => !isReplaced(line));
  return [...kept, ...Object.entries(parameters).map(([name, value]) => `${name} = ${value}`), ''].join('\n');
}
