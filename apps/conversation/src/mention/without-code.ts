/** CommonMark §4.5: a fence is three or more backticks or tildes, indented by at most three spaces. */
const FENCE = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/;

/** CommonMark §6.1: a code span ends with a run of as many backticks as it began with. */
const CODE_SPAN = /(?<!`)(`+)(?!`)[^]*?(?<!`)\1(?!`)/g;

/** What is not prose is put as a space, so that words on both sides of it do not become one. */
export const withoutCode = (text: string): string =>
  withoutFences(text)
    .split(/\n[ \t]*\n/) // A code span does not reach into the next paragraph, so a stray backtick hides little.
    .map((paragraph) => paragraph.replace(CODE_SPAN, ' '))
    .join('\n\n');

/** A fence that is never closed reaches to the end (CommonMark §4.5). */
function withoutFences(text: string): string {
  let open: string | undefined;
  const prose: string[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    const fence = FENCE.exec(line)?.[1];
    if (open === undefined) {
      open = fence;
      prose.push(fence === undefined ? line : '');
    } else if (closes(line, open)) {
      open = undefined;
    }
  }
  return prose.join('\n');
}

function closes(line: string, open: string): boolean {
  const fence = line.trim();
  return fence.length >= open.length && FENCE.test(line) && fence === open.charAt(0).repeat(fence.length);
}
