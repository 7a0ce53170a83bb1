export const USAGE = `Says what each mail is and which part of it a person wrote.

  npm run --silent explain -- [--sent SENT.eml] FILE.eml…

  --sent SENT.eml   the mail that was answered; what aligns with it is quote
  -h, --help        this text

Prints one line of JSON a file, in order. Needs no service, database or key.

With INTENT_KEYS in the environment, as the services have it, the reply token is verified: intent is valid, expired or
forged, and purpose is reply or no-reply. Who wrote is not verified, so what would be posted is said to be held.`;

export type CommandLine =
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problem: string }
  | { readonly kind: 'explain'; readonly sent?: string; readonly files: readonly string[] };

export function parseCommandLine(argv: readonly string[]): CommandLine {
  const files: string[] = [];
  let sent: string | undefined;
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index]!;
    if (argument === '--help' || argument === '-h') return { kind: 'help' };
    if (argument === '--') return finish(sent, [...files, ...argv.slice(index + 1)]);
    if (argument === '--sent' && argv[index + 1] === undefined)
      return { kind: 'wrong', problem: '--sent needs a file.' };
    if (argument === '--sent') sent = argv[(index += 1)];
    else if (argument.startsWith('--sent=')) sent = argument.slice('--sent='.length);
    else if (argument.startsWith('-')) return { kind: 'wrong', problem: `There is no option ${argument}.` };
    else files.push(argument);
  }
  return finish(sent, files);
}

const finish = (sent: string | undefined, files: readonly string[]): CommandLine =>
  files.length === 0
    ? { kind: 'wrong', problem: 'No file was given.' }
    : { kind: 'explain', files, ...(sent !== undefined && { sent }) };
