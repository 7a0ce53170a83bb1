/** What the commands of RFC 1896 hold that is not for reading. */
const PARAM = /<param>[^<]*<\/param>/gi;

/** RFC 1896: n line ends stand for n - 1 of them, and a doubled bracket for itself. Formatting is left out; linear time. */
export const enrichedToText = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(PARAM, '')
    .replace(/\n+/g, (ends) => (ends.length === 1 ? ' ' : ends.slice(1)))
    .replace(/<<|<\/?[a-z][a-z-]{0,60}>/gi, (all) => (all === '<<' ? '<' : ''));
