/** The entries of a table that is written `one|other`, over as many lines as it takes. */
export const listed = (table: string): string[] => table.split('|').map((words) => words.trim());

/** What matches any entry of such a table. Entries may be patterns. */
export const oneOf = (table: string): string => `(?:${listed(table).join('|')})`;
