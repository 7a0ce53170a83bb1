import type { Line } from '../document/line.js';
import { headerFieldOf } from '../languages/header-labels.js';

/** To, cc, subject, and each once more. */
const MAX_FIELDS = 6;
/** One alone may be said: "To: everybody". */
const MIN_FIELDS = 2;
const DRAWN = /^[-–—_=]{8,80}$/;

/**
 * Where an attribution begins that has some fields of a header right above it, below a drawn line: Yandex's app writes
 * to whom the mail went and what about, and then who wrote it and when.
 */
export function withFieldsAbove(lines: readonly Line[], from: number): number {
  let first = from;
  while (from - first < MAX_FIELDS && isField(lines[first - 1], lines[from]!)) first -= 1;
  const isDrawn = DRAWN.test(lines[first - 1]?.text.trim().slice(0, 100) ?? '');
  return isDrawn && from - first >= MIN_FIELDS ? first : from;
}

const isField = (line: Line | undefined, below: Line): boolean =>
  line?.depth === below.depth && headerFieldOf(line.text) !== undefined;
