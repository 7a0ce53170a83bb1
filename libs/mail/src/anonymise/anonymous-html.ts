import { Parser } from 'htmlparser2';
import { anonymousText, anonymousUrl, type Renaming } from './anonymous-text.js';

/** What clients mark their quotes with. Nothing in them is about a person. */
const STRUCTURE = new Set([
  'class',
  'style',
  'type',
  'dir',
  'lang',
  'align',
  'border',
  'name',
  'bgcolor',
  'id',
  'data-marker',
]);
const LINKS = new Set(['href', 'src', 'cite']);
const WORDS = new Set(['title', 'alt']);
/** Nobody reads them, and neither do we. */
const UNREAD = new Set(['script', 'style', 'head', 'title']);
const VOID = new Set(['br', 'hr', 'img', 'meta', 'input', 'link', 'col', 'wbr', 'area', 'base']);

const entity = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The same elements with other words in them. Comments are left out: clients repeat words in them. */
export function anonymousHtml(html: string, renaming: Renaming): string {
  const written: string[] = [];
  let unread = 0;
  const parser = new Parser(
    {
      onopentag(name, attributes) {
        if (UNREAD.has(name)) unread += 1;
        else if (unread === 0) written.push(`<${name}${attributesOf(attributes, renaming)}>`);
      },
      ontext(text) {
        if (unread === 0) written.push(entity(anonymousText(text, renaming)));
      },
      onclosetag(name) {
        if (UNREAD.has(name)) unread = Math.max(0, unread - 1);
        else if (unread === 0 && !VOID.has(name)) written.push(`</${name}>`);
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return written.join('');
}

const attributesOf = (attributes: Readonly<Record<string, string>>, renaming: Renaming): string =>
  Object.entries(attributes)
    .map(([name, value]) => {
      if (STRUCTURE.has(name))
        return ` ${name}="${entity(value.replace(/url\([^)]{0,2000}\)?/gi, 'none').slice(0, 500))}"`;
      if (LINKS.has(name)) return ` ${name}="${anonymousLink(value, renaming)}"`;
      return WORDS.has(name) ? ` ${name}="${entity(anonymousText(value, renaming))}"` : '';
    })
    .join('');

/** A kind of link that tells nothing stays; a number to call is none of these. */
function anonymousLink(value: string, renaming: Renaming): string {
  if (/^(cid|mailto):/i.test(value)) return entity(anonymousText(value, renaming));
  return /^https?:/i.test(value) ? anonymousUrl(value, renaming) : '#';
}
