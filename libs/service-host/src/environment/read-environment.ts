import { readFileSync } from 'node:fs';
import { sentenceOf } from '@replyline/contracts';
import type { z } from 'zod';

export type Source = Readonly<Record<string, string | undefined>>;

/** One variable that is wrong, and never its value. */
interface WrongVariable {
  readonly name: string;
  readonly message: string;
}

/** The environment cannot be used. Names every wrong variable, so that one look is enough. */
export class InvalidEnvironment extends Error {
  override readonly name = 'InvalidEnvironment';

  constructor(readonly variables: readonly WrongVariable[]) {
    super(variables.map(({ name, message }) => `${name}: ${message}`).join('\n'));
  }
}

/** What a service is told at its start. An empty variable counts as absent, as in a Compose file. Throws `InvalidEnvironment`. */
export function readEnvironment<S extends z.ZodObject>(schema: S, source: Source): z.output<S> {
  const given = withFiles(Object.keys(schema.shape), source);
  const result = schema.safeParse(given.values);
  const refused = result.success ? [] : result.error.issues.map((issue) => toWrong(issue, given.values));
  const wrong = [...given.wrong, ...refused, ...keySource(given.values)];
  if (wrong.length > 0 || !result.success) throw new InvalidEnvironment(unique(wrong));
  return result.data;
}

interface Given {
  readonly values: Record<string, string>;
  readonly wrong: WrongVariable[];
}

/** `<NAME>_FILE` is how Docker and Kubernetes hand over secrets without showing them in the process list. */
function withFiles(names: readonly string[], source: Source): Given {
  const given: Given = { values: {}, wrong: [] };
  for (const name of names) {
    const [direct, file] = [source[name], source[`${name}_FILE`]];
    if (direct && file) given.wrong.push({ name: `${name}_FILE`, message: `is set beside ${name}; give one` });
    else if (direct) given.values[name] = direct;
    else if (file) readInto(given, name, file);
  }
  return given;
}

function readInto(given: Given, name: string, file: string): void {
  try {
    given.values[name] = readFileSync(file, 'utf8').trimEnd();
  } catch {
    given.wrong.push({ name: `${name}_FILE`, message: 'names a file that cannot be read' });
    given.values[name] = '';
  }
}

/** Not a refinement of the schema, because a schema with refinements can no longer be extended by a service. */
function keySource({ AUTH_JWKS, AUTH_JWKS_URL }: Readonly<Record<string, string>>): WrongVariable[] {
  const name = 'AUTH_JWKS_URL';
  if (AUTH_JWKS !== undefined && AUTH_JWKS_URL !== undefined)
    return [{ name, message: 'is set beside AUTH_JWKS; give one' }];
  return AUTH_JWKS === undefined && AUTH_JWKS_URL === undefined
    ? [{ name, message: 'is missing, and so is AUTH_JWKS' }]
    : [];
}

/** Messages of zod name what is expected and never what was given. */
const toWrong = ({ path, message }: z.core.$ZodIssue, values: Given['values']): WrongVariable => {
  const [name, ...within] = path.map(String) as [string, ...string[]];
  if (values[name] === undefined) return { name, message: 'is missing' };
  return { name, message: [within.join('.'), sentenceOf(message)].filter((it) => it !== '').join(' ') };
};

/** The first complaint about a variable; a file that cannot be read is also an empty value, which says nothing new. */
function unique(wrong: readonly WrongVariable[]): WrongVariable[] {
  const seen = new Set<string>();
  const isNew = ({ name }: WrongVariable) => {
    const variable = name.replace(/_FILE$/, '');
    return !seen.has(variable) && !!seen.add(variable);
  };
  return wrong.filter(isNew);
}
