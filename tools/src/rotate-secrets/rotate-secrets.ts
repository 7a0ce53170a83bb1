import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { ApiClient } from '../api-client.js';
import { bearerToken, NO_SUCH_TOKEN } from '../bearer-token.js';
import { isOfHttp } from '../is-of-http.js';
import { linesOfKeys, linesOfRotation, unopenableIn, type KeysInUse, type Rotation } from './report.js';

const USAGE = `Seals every secret of the config service anew with the first key of its ring.

  npm run --silent rotate-secrets -- [--look] URL

  URL          of the config service, like http://localhost:8081
  --look       changes nothing, says only which keys are in use
  -h, --help   this text

REPLYLINE_TOKEN in the environment is the bearer token of a Server Admin. Put the new keys first in the rings of config,
and behind the old ones of the other services, before you run it: docs/runbooks/rotate-keys.md says how.`;

const ROUTE = '/v1/secrets/rotation';
const USAGE_ERROR = 2;

/** The world as the tool sees it. */
export interface Io {
  readonly token: string | undefined;
  out(line: string): void;
  err(line: string): void;
}

/** Resolves with the exit code: 0, 1 when it failed or a secret could not be opened, 2 when it was called wrongly. */
export async function rotateSecrets(argv: readonly string[], io: Io): Promise<number> {
  const { url, isLooking, isAskingForHelp } = read(argv);
  if (isAskingForHelp) return (io.out(USAGE), 0);
  if (!url || !isOfHttp(url) || !io.token) return (io.err(USAGE), USAGE_ERROR);
  const token = bearerToken(io.token);
  if (!token) return (io.err(NO_SUCH_TOKEN), USAGE_ERROR);
  const config = new ApiClient(url.replace(/\/+$/, ''), token);
  try {
    const rotation = isLooking ? { rings: [] } : await config.call<Rotation>('POST', ROUTE);
    const lines = [...linesOfRotation(rotation), ...linesOfKeys(await config.get<KeysInUse>(ROUTE))];
    for (const line of lines) io.out(line);
    return unopenableIn(rotation) > 0 ? 1 : 0;
  } catch (error) {
    // What fetch raises when nobody answers.
    if ((error as Error).name === 'TypeError') return (io.err(`${url} cannot be reached`), 1);
    return (io.err(`${error instanceof Error ? error.message : String(error)}`), 1);
  }
}

interface Command {
  readonly url?: string | undefined;
  readonly isLooking: boolean;
  readonly isAskingForHelp: boolean;
}

/** Anything that it does not understand reads as no URL, and is answered with the usage. */
function read(argv: readonly string[]): Command {
  const options = { look: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    const url = positionals.length === 1 ? positionals[0] : undefined;
    return { url, isLooking: values.look ?? false, isAskingForHelp: values.help ?? false };
  } catch {
    return { isLooking: false, isAskingForHelp: false };
  }
}

if (process.argv[1] && fileURLToPath(import.meta.url) === realpathSync(process.argv[1])) {
  process.exitCode = await rotateSecrets(process.argv.slice(2), {
    token: process.env['REPLYLINE_TOKEN'],
    out: (line) => console.log(line),
    err: (line) => console.error(line),
  });
}
