import { parseArgs } from 'node:util';

export const USAGE = `Says what each mail is and which part of it a person wrote.

  npm run --silent explain -- [--pretty] [--sent SENT.eml] FILE.eml…

  FILE.eml          a mail; - is what comes in
  --sent SENT.eml   the mail that was answered; what aligns with it is quote
  --pretty          for people: the message with a line wherever something else begins
  -h, --help        this text

Prints one line of JSON a file, in order, unless it is to be pretty. Needs no service, database or key.

With INTENT_KEYS in the environment, as the services have it, the reply token is verified: intent is valid, expired or
forged, and purpose is reply or no-reply; without it an answer is undecided. Who wrote is not verified, so what would be
posted is said to be held.`;

type CommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problem: string }
  | {
      readonly kind: 'explain';
      readonly isPretty: boolean;
      readonly sent?: string;
      readonly files: readonly string[];
    };

/** `--sent=FILE` is `--sent FILE`, as everywhere; what follows `--` is a file, whatever it looks like. */
export function parseCommandLine(argv: readonly string[]): CommandLine {
  try {
    const options = {
      sent: { type: 'string' },
      pretty: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    } as const;
    const { values, positionals: files } = parseArgs({ args: [...argv], options, allowPositionals: true });
    if (values.help) return { kind: 'help' };
    if (files.length === 0) return { kind: 'wrong', problem: 'No file was given.' };
    const isPretty = values.pretty ?? false;
    return { kind: 'explain', isPretty, files, ...(values.sent !== undefined && { sent: values.sent }) };
  } catch (error) {
    return { kind: 'wrong', problem: (error as Error).message };
  }
}
