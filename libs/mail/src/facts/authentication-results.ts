/** What one method found out (RFC 8601 §2.2, `resinfo`). Everything in lower case. */
export interface MethodResult {
  /** Without its version. */
  readonly method: string;
  readonly result: string;
  /** By `ptype.property`. Absent where the clause is not what the grammar says: then it says nothing. */
  readonly properties?: ReadonlyMap<string, string> | undefined;
}

export interface AuthenticationResults {
  /** Absent in the field of Exchange Online, which begins with a result. */
  readonly authservId: string | undefined;
  readonly results: readonly MethodResult[];
}

/** Servers check a handful of signatures. */
const MAX_RESULTS = 50;

/** Reads the value of an `Authentication-Results` field. Takes time linear in it. */
export function readResults(value: string): AuthenticationResults {
  const [server = '', ...clauses] = withoutComments(value).toLowerCase().split(';', MAX_RESULTS);
  const [authservId = '', version = '1'] = wordsOf(server);
  if (authservId.includes('=')) return { authservId: undefined, results: [server, ...clauses].map(readClause) };
  // RFC 8601 §2.2: what another version says cannot be known from this one.
  return { authservId, results: version === '1' ? clauses.map(readClause) : [] };
}

function readClause(clause: string): MethodResult {
  const pairs = wordsOf(clause).map(pairOf);
  const [[method, result] = ['', ''], ...properties] = pairs;
  const isWhole = pairs.every(([name, value]) => name !== '' && value !== '');
  const isClear = new Set(properties.map(([name]) => name)).size === properties.length;
  return {
    method: method.split('/', 1)[0]!,
    result,
    properties: isWhole && isClear ? new Map(properties) : undefined,
  };
}

const wordsOf = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** At the first sign of equality: what follows another one is part of the value, whatever it looks like. */
function pairOf(word: string): readonly [string, string] {
  const at = word.indexOf('=');
  return at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
}

/**
 * RFC 8601 §2.2 allows comments and quoted strings, and senders have a say in both: nothing in them may look like a result or
 * a property, behind an escaped bracket or quotation mark neither. A comment becomes a space; of a quoted string only what a
 * domain may hold is kept, and everything else in it becomes a question mark.
 */
export function withoutComments(value: string): string {
  let depth = 0;
  let isQuoted = false;
  // To look at the end of a text that grows takes as long as the text.
  const kept: string[] = [];
  for (let at = 0; at < value.length; at += 1) {
    const character = value[at]!;
    if (character === '\\' && (isQuoted || depth > 0)) at += 1;
    else if (character === '"' && depth === 0) isQuoted = !isQuoted;
    else if (isQuoted) kept.push(/[\w.@-]/.test(character) ? character : '?');
    else if (character === '(') depth += 1;
    else if (character === ')') depth = Math.max(0, depth - 1);
    else if (depth === 0) kept.push(character);
    if (depth > 0 && kept.at(-1) !== ' ') kept.push(' ');
  }
  return kept.join('');
}
