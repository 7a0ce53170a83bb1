import type { Element } from 'domhandler';
import { beginning } from '../../text.js';
import { emojiOf } from './emoji.js';
import type { LineWriter } from './line-writer.js';
import { escapedAlternative } from './markdown.js';
import type { Place } from './place.js';

/** A picture's description; what is longer is written for machines. */
const MAX_ALTERNATIVE = 120;

/** Pictures from elsewhere tell their sender who reads; what they show is said by their alternative text. */
export function writePicture(element: Element, writer: LineWriter, place: Place): void {
  const character = emojiOf(element.attribs);
  if (character !== '') return writer.text(character, place);
  const own = picture(element);
  if (own !== '') return writer.written(own, place);
  const alternative = (element.attribs['alt'] ?? '').trim();
  const isSaid = alternative.length <= MAX_ALTERNATIVE && /^https?:/i.test(element.attribs['src'] ?? '');
  if (isSaid && alternative !== '' && place.depth === 0 && place.role === undefined)
    writer.line.aside(`[image: ${escapedAlternative(alternative)}]`);
}

/** One that came with the mail, in Markdown. What lies elsewhere tells its server who looks, and when. */
function picture(element: Element): string {
  const source = /^\s*cid:([^\s()<>\\`[\]]{1,998})\s*$/i.exec(element.attribs['src'] ?? '')?.[1];
  const alternative = beginning(element.attribs['alt'] ?? '', 100);
  return source === undefined ? '' : `![${escapedAlternative(alternative)}](cid:${source})`;
}
