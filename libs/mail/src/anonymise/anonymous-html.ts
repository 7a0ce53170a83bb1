import { Element } from 'domhandler';
import { Parser } from 'htmlparser2';
import { BY_NAME, containerOf } from '../reply/document/containers.js';
import { anonymousText, anonymousUrl, type Renaming } from './anonymous-text.js';

/** Where it is a mark that the table of clients knows, it is about no person; anything else may be. */
const MARKS = new Set(['class', 'id', 'name', 'data-marker', 'fairemail']);
/** What is no element is somebody's address in angle brackets. */
const ELEMENTS = new Set(
  `a abbr address article aside b base blockquote body br center cite code col colgroup dd del div dl dt em fieldset figure font footer form
  h1 h2 h3 h4 h5 h6 header hr html i img input ins kbd label li link main mark meta nav o:p ol p pre q s samp section small span strike strong
  sub sup table tbody td tfoot th thead time tr tt u ul var wbr`.split(/\s+/),
);
/** What a style says of layout and of colours. A font or a picture may be somebody's. */
const STYLES =
  /(?:display|white-space|mso-hide|mso-list|list-style-type|color|(?:margin|padding|border)(?:-[a-z-]{1,20})?)\s*:[^;"']{0,80}|background(?:-color)?\s*:\s*(?:rgba?\([\d\s.,]{1,40}\)|#?\w{1,20})(?=\s*(?:;|$))/gi;
const STRUCTURE = new Set(['type', 'dir', 'align', 'border', 'start', 'colspan', 'rowspan', 'color']);
const SAID_BY_MACHINES = /^#?[\w-]{1,20}$/;
const LINKS = new Set(['href', 'src', 'cite', 'originalsrc']);
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
        else if (unread === 0 && ELEMENTS.has(name))
          written.push(`<${name}${attributesOf(name, attributes, renaming)}>`);
      },
      ontext(text) {
        if (unread === 0) written.push(entity(anonymousText(text, renaming)));
      },
      onclosetag(name) {
        if (UNREAD.has(name)) unread = Math.max(0, unread - 1);
        else if (unread === 0 && ELEMENTS.has(name) && !VOID.has(name)) written.push(`</${name}>`);
      },
    },
    { decodeEntities: true },
  );
  parser.end(html);
  return written.join('');
}

const attributesOf = (element: string, attributes: Readonly<Record<string, string>>, renaming: Renaming): string =>
  Object.entries(attributes)
    .map(([name, value]) => {
      const kept = anonymousValue(element, name, value, renaming);
      return kept === '' ? '' : ` ${name}="${entity(kept)}"`;
    })
    .join('');

function anonymousValue(element: string, name: string, value: string, renaming: Renaming): string {
  if (MARKS.has(name))
    return value
      .split(/\s+/, 20)
      .map((mark) => markOf(element, name, mark))
      .filter(Boolean)
      .join(' ');
  if (STRUCTURE.has(name)) return SAID_BY_MACHINES.test(value) ? value : '';
  if (name === 'style') return (value.slice(0, 1_000).match(STYLES) ?? []).join(';');
  if (LINKS.has(name)) return anonymousLink(value, renaming);
  return WORDS.has(name) ? anonymousText(value, renaming) : '';
}

/** Names that Outlook gives and renames. */
const OF_OUTLOOK = /^(?:x_)?(?:Mso[A-Za-z]{1,30}|elementToProof)$/;

/** A mark that clients give. What is one by how it ends may begin with somebody's name. */
function markOf(element: string, name: string, mark: string): string {
  if (OF_OUTLOOK.test(mark)) return mark;
  const container = containerOf(new Element(element, { [name]: mark }));
  return container?.name === BY_NAME ? 'signature' : container ? mark : '';
}

/** A kind of link that tells nothing stays; a number to call is none of these. */
function anonymousLink(value: string, renaming: Renaming): string {
  if (/^(cid|mailto):/i.test(value)) return anonymousText(value, renaming);
  return /^https?:/i.test(value) ? anonymousUrl(value, renaming) : '#';
}
