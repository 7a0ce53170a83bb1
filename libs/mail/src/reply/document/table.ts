import { isTag, type AnyNode, type Element } from 'domhandler';
import { containerOf } from './containers.js';

/** A table that a person put into a mail. Larger ones, and those that hold a layout, are read line by line. */
const MAX_ROWS = 100;
const MAX_COLUMNS = 12;
const MAX_VISITED = 1_500;
const NOT_IN_CELLS = new Set('table blockquote hr ul ol pre h1 h2 h3 h4 h5 h6'.split(' '));

/** How many columns a table of data has: every row as many, at least two of each. `undefined` for anything else. */
export function columnsOf(table: Element): number | undefined {
  const rows = rowsOf(table);
  if (rows.length < 2 || rows.length > MAX_ROWS) return undefined;
  const [columns = 0, ...others] = rows.map((row) => cellsOf(row).length);
  const isEven = columns >= 2 && columns <= MAX_COLUMNS && others.every((count) => count === columns);
  return isEven && isPlain(rows) ? columns : undefined;
}

const tagsIn = (element: Element): Element[] => element.children.slice(0, MAX_VISITED).filter(isTag);

export const rowsOf = (table: Element): Element[] =>
  tagsIn(table).flatMap((child) =>
    child.name === 'tr' ? [child] : /^t(?:head|body|foot)$/.test(child.name) ? tagsIn(child).filter(isRow) : [],
  );

const isRow = ({ name }: Element): boolean => name === 'tr';

export const cellsOf = (row: Element): Element[] => tagsIn(row).filter(({ name }) => name === 'td' || name === 'th');

/** Whether no cell holds what needs lines of its own, or what a client marks. */
function isPlain(rows: readonly Element[]): boolean {
  const pending: AnyNode[] = rows.flatMap(cellsOf);
  for (let visited = 0; pending.length > 0; visited += 1) {
    const node = pending.pop()!;
    if (visited > MAX_VISITED) return false;
    if (!isTag(node)) continue;
    if (NOT_IN_CELLS.has(node.name) || containerOf(node)) return false;
    pending.push(...node.children.slice(0, MAX_VISITED));
  }
  return true;
}
