import { realpathSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { answered, configClient, ConfigRefused } from '@replyline/config-client';
import { bearerToken, NO_SUCH_TOKEN } from '../bearer-token.js';
import { isOfHttp } from '../is-of-http.js';
import { linesOf } from './lines.js';

const USAGE = `Sends one mail through a stored sending profile and shows what the server said to each step.

  npm run --silent sendmail -- [-f REVERSE_PATH] [--profile ID] URL RECIPIENT

  URL                of the config service, like http://localhost:8081
  RECIPIENT          the address that the mail goes to
  -f REVERSE_PATH    where reports about it go (MAIL FROM); as for real mail where it is left out.
                     '<>' is the null reverse-path: no report goes anywhere
  --profile ID       system (the default), or the id of a shared one, as GET /v1/sending-profiles lists them
  -h, --help         this text

REPLYLINE_TOKEN in the environment is the bearer token of a Server Admin.`;

const NO_TOKEN = 'REPLYLINE_TOKEN is not set: export the bearer token of a Server Admin. --help says more.';

const USAGE_ERROR = 2;

/** RFC 5321 §4.5.5; Sendmail and Postfix take an empty word for it, too. */
const NULL_REVERSE_PATH = '<>';

/** The world as the tool sees it. */
export interface Io {
  readonly token: string | undefined;
  out(line: string): void;
  err(line: string): void;
}

/** Resolves with the exit code: 0 when the server took the mail, 1 when it did not, 2 when it was called wrongly. */
export async function sendmail(argv: readonly string[], io: Io): Promise<number> {
  const command = read(argv);
  if (command === 'help') return (io.out(USAGE), 0);
  if ('problem' in command) return (io.err(`${command.problem}\n\n${USAGE}`), USAGE_ERROR);
  if (!io.token) return (io.err(NO_TOKEN), USAGE_ERROR);
  const token = bearerToken(io.token);
  if (!token) return (io.err(NO_SUCH_TOKEN), USAGE_ERROR);
  const { url, profile, recipient, reversePath } = command;
  const config = configClient({ baseUrl: url, token });
  const query = { recipient, ...(reversePath !== undefined && { reversePath }) };
  try {
    const { data } = await answered(
      profile === 'system'
        ? config.POST('/v1/sending-profiles/system/test', { params: { query } })
        : config.POST('/v1/sending-profiles/{id}/test', { params: { path: { id: profile }, query } }),
    );
    for (const line of linesOf(data)) io.out(line);
    return data.outcome === 'ok' ? 0 : 1;
  } catch (error) {
    if (error instanceof ConfigRefused)
      return (io.err(`Profile ${profile}: ${error.message}${hintFor(error, url)}`), 1);
    // What fetch raises when nobody answers.
    if ((error as Error).name === 'TypeError') return (io.err(`${url} cannot be reached`), 1);
    throw error;
  }
}

/** Each service answers so to what another one has. */
const hintFor = ({ problem: { code } }: ConfigRefused, url: string): string =>
  code === 'request.not_found' ? ` Is ${url} the config service, and the profile saved?` : '';

interface Command {
  readonly url: string;
  readonly recipient: string;
  readonly profile: string;
  readonly reversePath: string | undefined;
}

/** What it was called with, or why it does not understand that. */
function read(argv: readonly string[]): Command | 'help' | { readonly problem: string } {
  const options = {
    f: { type: 'string', short: 'f' },
    profile: { type: 'string', default: 'system' },
    help: { type: 'boolean', short: 'h' },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true });
    if (values.help) return 'help';
    const [url, recipient, ...more] = positionals;
    if (!url || !recipient) return { problem: 'URL and RECIPIENT are both needed.' };
    if (more.length > 0) return { problem: `One RECIPIENT at a time: ${more.join(' ')} is too much.` };
    if (!isOfHttp(url)) return { problem: `${url} is no URL that begins with http:// or https://.` };
    return {
      url: url.replace(/\/+$/, ''),
      recipient,
      profile: values.profile,
      reversePath: values.f === '' ? NULL_REVERSE_PATH : values.f,
    };
  } catch (error) {
    return { problem: (error as Error).message };
  }
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  process.exitCode = await sendmail(process.argv.slice(2), {
    token: process.env['REPLYLINE_TOKEN'],
    out: (line) => console.log(line),
    err: (line) => console.error(line),
  });
}
