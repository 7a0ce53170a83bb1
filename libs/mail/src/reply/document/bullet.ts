import { isTag, type Element } from 'domhandler';
import type { Place } from './place.js';

const BULLET = /^\u00a0*(?:-|\d{1,3}\.)\u00a0$/;

/** Whether a line has no more than what is written before the text of a list item. */
export const isBullet = (line: string): boolean => BULLET.test(line);

/** What is written before the text of an `li`. */
export function bulletOf(element: Element, place: Place): string {
  const parent = element.parent as Element | null;
  return indented(parent?.name === 'ol' ? `${positionOf(element)}.` : '-', place);
}

/** A bullet as far to the right as there are lists around it. */
export const indented = (bullet: string, { list }: Place): string =>
  `${'\u00a0\u00a0'.repeat(Math.min(Math.max(0, list - 1), 5))}${bullet}\u00a0`;

/** Counting stops where nobody numbers by hand any more, so that long lists stay linear. */
function positionOf(element: Element): number {
  const start = Number.parseInt((element.parent as Element | null)?.attribs['start'] ?? '1', 10);
  let position = start >= 0 && start < 1000 ? start : 1;
  let counted = 1;
  for (let before = element.prev; before && counted < 100; before = before.prev) {
    if (!isTag(before) || before.name !== 'li') continue;
    position += 1;
    counted += 1;
  }
  return position;
}
