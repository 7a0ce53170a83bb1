import type { Finder } from '../boundary.js';
import { spansWhere } from '../spans.js';

/** What the marks of an HTML client say: the surest evidence after alignment, because nobody types them. */
export const containerFinder: Finder = (doc) => {
  const furniture = spansWhere(doc.lines, ({ role }) => role === 'attribution');
  const inside = spansWhere(doc.lines, ({ container }) => container !== undefined);
  const open = doc.opensAt[0] === undefined ? [] : [{ from: doc.opensAt[0].line, to: doc.lines.length }];
  const quoted = [...inside, ...open];
  if (quoted.length === 0 && furniture.length === 0) return undefined;
  const detail = [...doc.fingerprints].join(' ');
  return {
    kind: 'container',
    strength: quoted.length > 0 ? 'strong' : 'medium',
    ...(detail && { detail }),
    furniture,
    quoted,
  };
};
