/** What CommonMark would take for markup in a text that means itself. Stars, underscores and backticks count in pairs. */
export function escaped(text: string): string {
  return text
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '\\\\')
    .replace(/`/g, '\\`')
    .replace(/\*(?=[^\s*])|(?<=[^\s*])\*/g, '\\*')
    .replace(/(?<![\p{L}\p{N}_])_(?=[^\s_])|(?<=[^\s_])_(?![\p{L}\p{N}_])/gu, '\\_')
    .replace(/\[(?=[^[\]\n]{0,200}\][(:[])/g, '\\[')
    .replace(/<(?=[a-z/!?])(?![^<>\s]{1,200}@[^<>\s]{1,200}>|https?:)/gi, '\\<')
    .replace(/~~/g, '\\~~');
}

/** A line of text that would be a heading. Lists that people type by hand are meant as such. */
export const escapedStart = (line: string): string => line.replace(/^(#{1,6})(?=\s)/, '\\$1');

/** A code span: CommonMark §6.1 wants a fence that does not stand in it. */
export function codeSpan(code: string): string {
  const longest = Math.max(0, ...(code.match(/`{1,50}/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$/.test(code) ? ' ' : '';
  return `${fence}${pad}${code}${pad}${fence}`;
}

/** A link's target as CommonMark §6.3 takes it: no space and no bracket. */
export const linkTarget = (target: string): string =>
  target.replace(/[\s()<>"\\]/g, (one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);

/** Puts a mark around a text, inside the spaces around it: `** a **` would be two times two stars. */
export function surrounded(text: string, mark: string): string {
  const inner = text.trim();
  if (inner === '') return text;
  const from = text.indexOf(inner);
  return `${text.slice(0, from)}${mark}${inner}${mark}${text.slice(from + inner.length)}`;
}
