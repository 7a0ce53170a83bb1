/** What `cleanLine` changes. */
const UNCLEAN = /[\u00a0\u2007\u202f\u00ad\u200b\u2060\ufeff]/;

/** No-break spaces become spaces; marks that are invisible everywhere go, those that shape scripts and emoji stay. */
export const cleanLine = (line: string): string =>
  (UNCLEAN.test(line) ? withoutInvisible(line.replace(/[\u00a0\u2007\u202f]/g, ' ')) : line).trimEnd();

export const withoutInvisible = (text: string): string => text.replace(/[\u00ad\u200b\u2060\ufeff]+/g, '');
