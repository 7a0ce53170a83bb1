import { withoutInvisible } from './clean-line.js';

/** A word in brackets with more text behind it. Nothing defines what it would refer to, as no definition is left. */
const OPENING = /\[(?![^[\]\\`<>*_~]{0,80}\][\s.,;?)])/g;
const CLOSING = /\](?![\s.,;?)])|(?<!\[[^[\]\\`<>*_~]{0,80})\]/g;
/**
 * What may begin HTML, and is no address in angle brackets: in those nothing is escaped. Whatever ends a piece of text
 * may go on in the next.
 */
const HTML_START =
  /<(?=[a-z/!?]|$)(?![^<>\s:!?/"'\\`[\]*~]{1,200}@[^<>\s:!?/"'\\`[\]*~]{1,200}>|https?:\/\/[^<>\s]{1,2000}>)/gi;

/**
 * By what a text has where there is something to escape, and in this order. Stars and underscores count in pairs. To
 * look for a sign costs a tenth of looking for where it counts.
 */
const ESCAPES: readonly (readonly [sign: string, where: RegExp])[] = [
  ['\\', /\\(?=[!-/:-@[-`{-~]|\s*$)/g],
  ['`', /`/g],
  ['*', /\*(?=[^\s*])|(?<=[^\s*])\*/g],
  ['_', /(?<![\p{L}\p{N}_])_(?=[^\s_])|(?<=[^\s_])_(?![\p{L}\p{N}_])/gu],
  ['[', OPENING],
  [']', CLOSING],
  ['<', HTML_START],
  ['~', /~(?=~|$)/g],
];

/** What `escaped` changes something for. Most text has nothing of it. */
const MARKUP = /[\\`*_[\]<~\u00ad\u200b\u2060\ufeff]/;

/** What CommonMark would take for markup in a text that means itself, whatever pieces come before and behind it. */
export function escaped(text: string): string {
  if (!MARKUP.test(text)) return text;
  let shown = withoutInvisible(text);
  for (const [sign, where] of ESCAPES) if (shown.includes(sign)) shown = shown.replace(where, `\\${sign}`);
  return shown;
}

/** The description of a picture, which stands between brackets. */
export const escapedAlternative = (text: string): string => escaped(text.replace(/[[\]\s\\|]+/g, ' ').trim());

/** What parts a bracket that we write from what is before it: with `!` it would be a picture. */
export const beforeBracket = (shown: string): string => (shown.endsWith('!') ? ' ' : '');

/** What would make a link, or a definition, of the bracket that we wrote before it. */
export const behindBracket = (shown: string): string => shown.replace(/^[(:[]/, '\\$&');

/** A fence is longer than any that stands in it (CommonMark §4.5). */
export function fenceFor(content: readonly string[]): string {
  const runs = content.flatMap((line) => line.match(/`{3,}/g) ?? []);
  return '`'.repeat(runs.reduce((longest, { length }) => Math.max(longest, length), 2) + 1);
}

/** A line of text that would be a heading. Lists that people type by hand are meant as such. */
export const escapedStart = (line: string): string => line.replace(/^(#{1,6})(?=\s)/, '\\$1');

/** A code span: CommonMark §6.1 wants a fence that does not stand in it. */
export function codeSpan(code: string): string {
  const longest = Math.max(0, ...(code.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^`|`$/.test(code) ? ' ' : '';
  return `${fence}${pad}${code}${pad}${fence}`;
}

/** A link's target as CommonMark §6.3 takes it: no space and no bracket. */
export const linkTarget = (target: string): string =>
  target.replace(/[\s()<>"\\`|]/g, (one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);

/** Puts a mark around a text, inside the spaces around it: `** a **` would be two times two stars. */
export function surrounded(text: string, mark: string): string {
  const inner = text.trim();
  if (inner === '') return text;
  const from = text.indexOf(inner);
  // Three of them would open a fence.
  const start = mark === '~~' && inner.startsWith('~') ? '\\' : '';
  return `${text.slice(0, from)}${mark}${start}${inner}${mark}${text.slice(from + inner.length)}`;
}
