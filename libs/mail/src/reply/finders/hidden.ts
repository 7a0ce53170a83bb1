import type { Finder } from '../boundary.js';
import { spansWhere } from '../spans.js';

/** Text that HTML hides: the preview line of our own mail, and whatever a stranger wants only software to read. */
export const hiddenFinder: Finder = (doc) => {
  const furniture = spansWhere(doc.lines, ({ role }) => role === 'hidden');
  return furniture.length === 0 ? undefined : { kind: 'hidden', strength: 'weak', furniture };
};
