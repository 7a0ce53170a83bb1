/** One line of a Dockerfile, its continuations joined. */
export interface Instruction {
  /** In capitals. */
  readonly name: string;
  /** What follows the name, without flags. */
  readonly rest: string;
  readonly flags: Readonly<Record<string, string>>;
}

export interface Stage {
  readonly name: string;
  /** An image, or the name of an earlier stage. */
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

/** The stages of a Dockerfile in order, as the reference describes them: parser comments, continuations, flags, FROM … AS. */
export function readDockerfile(text: string): Stage[] {
  const instructions = linesOf(text).map(toInstruction);
  const first = instructions.findIndex(({ name }) => name === 'FROM');
  // An ARG before the first FROM can be used by FROM and by nothing else.
  const global = argumentsOf(instructions.slice(0, first));
  const starts = instructions.flatMap(({ name }, index) => (name === 'FROM' ? [index] : []));
  return starts.map((start, index) => toStage(instructions.slice(start, starts[index + 1]), global));
}

/** A comment may stand between two lines of one instruction. */
function linesOf(text: string): string[] {
  const lines = text.split('\n').filter((line) => !/^\s*(#|$)/.test(line));
  return lines.join('\n').replaceAll(/\\\n/g, ' ').split('\n');
}

function toInstruction(line: string): Instruction {
  const [, name = '', given = '', rest = ''] = /^\s*(\w+)\s+((?:--\S+\s+)*)(.*)$/.exec(line) ?? [];
  const flags = [...given.matchAll(/--(\w+)=(\S+)/g)].map(([, key = '', value = '']) => [key, value]);
  return { name: name.toUpperCase(), rest: rest.trim(), flags: Object.fromEntries(flags) };
}

function toStage([from, ...instructions]: readonly Instruction[], global: Variables): Stage {
  const [, base = '', name = base] = /^(\S+)(?:\s+AS\s+(\S+))?$/i.exec(expand(from!.rest, global)) ?? [];
  return { name, base, instructions };
}

export type Variables = Readonly<Record<string, string>>;

/** `ARG NAME=default`, as long as nobody gives another value. */
const argumentsOf = (instructions: readonly Instruction[]): Variables =>
  Object.fromEntries(instructions.map(({ rest }) => [nameOf(rest), rest.slice(nameOf(rest).length + 1)]));

export const nameOf = (assignment: string): string => assignment.split('=')[0]!;

/** `$NAME` and `${NAME}`; an unknown one is empty, as in a shell. */
export const expand = (text: string, variables: Variables): string =>
  text.replaceAll(/\$(?:(\w+)|\{(\w+)\})/g, (_, plain?: string, braced?: string) => variables[plain ?? braced!] ?? '');
