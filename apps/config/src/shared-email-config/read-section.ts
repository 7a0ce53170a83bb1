/** One `Key = value` line of a section, and where it stands. */
export interface Entry {
  /** In lower case: names of sections and keys know no case. */
  readonly key: string;
  readonly value: string;
  readonly line: number;
}

export interface LineFault {
  readonly line: number;
  readonly message: string;
}

interface ReadSection {
  readonly entries: readonly Entry[];
  readonly faults: readonly LineFault[];
}

/** No setting is longer; what is, is no line of this kind. */
const LONGEST_LINE = 2_000;

const HEADER = /^\[([^\]"]+)(?:"[^"]*"\s*)?\]\s*(?:[#;].*)?$/;
const COMMENT = /^[#;]/;
/** A value in backquotes or double quotes may hold anything, a bare one ends where a comment begins. */
const ENTRY = /^([A-Za-z][\w-]*)\s*(?:=\s*(?:`([^`]*)`\s*|"((?:[^"\\]|\\.)*)"\s*|([^`"#;]*))(?:[#;].*)?)?$/;

/** The entries of every section with one of the names, in the order of the lines. Other sections are passed over. */
export function readSection(text: string, names: readonly string[]): ReadSection {
  const entries: Entry[] = [];
  const faults: LineFault[] = [];
  let isOurs = false;
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const [content, line] = [raw.trim(), index + 1];
    const header = content.length > LONGEST_LINE ? null : HEADER.exec(content);
    if (header) isOurs = names.includes(header[1]!.trim().toLowerCase());
    if (header || !isOurs || content === '' || COMMENT.test(content)) continue;
    const entry = content.length > LONGEST_LINE ? undefined : entryOf(content);
    if (entry) entries.push({ ...entry, line });
    else faults.push({ line, message: 'is no Key = value, with a value that is bare, in "…" or in `…`' });
  }
  return { entries, faults };
}

/** A key alone says yes, as a flag does. */
function entryOf(content: string): Omit<Entry, 'line'> | undefined {
  const match = ENTRY.exec(content);
  if (!match) return undefined;
  const [, key, backquoted, quoted, bare] = match;
  const value = backquoted ?? quoted?.replace(/\\(.)/g, '$1') ?? bare?.trim() ?? 'true';
  return { key: key!.toLowerCase(), value };
}
