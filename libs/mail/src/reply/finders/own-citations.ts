import type { Span } from '../boundary.js';
import { nextFilled, type Doc } from '../document/line.js';
import { indentedEnd } from './indented-end.js';

/** Without those that introduce what the person quotes from somewhere else. */
export function withoutOwnCitations(doc: Doc, spans: readonly Span[]): Span[] {
  const firstMarked = spans.length > 0 ? firstMarkedLine(doc) : 0;
  return spans.filter((span) => !isOfPerson(doc, span, firstMarked));
}

/**
 * "The supplier wrote:" and a block quote, with more words of the person between them and what the client marks as its quote: the
 * person quotes something else.
 */
function isOfPerson({ lines }: Doc, span: Span, firstMarked: number): boolean {
  const { depth, indent } = lines[span.to - 1]!;
  const next = nextFilled(lines, span.to);
  if (depth > 0 || next >= firstMarked || lines[next]!.depth > 0 || lines[next]!.indent <= indent) return false;
  return nextFilled(lines, indentedEnd(lines, next, indent)) < firstMarked;
}

/** The first line of which an HTML client says that it is quote, or introduces it. */
function firstMarkedLine({ lines, opensAt }: Doc): number {
  const marked = lines.findIndex(({ container, role }) => container !== undefined || role === 'attribution');
  const first = Math.min(marked < 0 ? Infinity : marked, opensAt[0]?.line ?? Infinity);
  return first === Infinity ? 0 : first;
}
