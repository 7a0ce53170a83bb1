/** As CommonMark §4.5 has it: three signs or more, and what the code is. */
const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/;

const NONE: ReadonlySet<number> = new Set();

/** The lines, by their number, that a person has put between fences: there a `>` is a prompt, and quotes nobody. */
export function betweenFences(lines: readonly string[]): ReadonlySet<number> {
  if (!lines.some((line) => FENCE.test(line))) return NONE;
  const between = new Set<number>();
  let open: { readonly at: number; readonly signs: string } | undefined;
  for (const [at, line] of lines.entries()) {
    const [, signs, info] = FENCE.exec(line) ?? [];
    if (signs === undefined || (open && !signs.startsWith(open.signs))) continue;
    // One that says what it begins closes none: the one above was left open.
    if (!open || info !== '') {
      open = { at, signs };
      continue;
    }
    for (let inside = open.at + 1; inside < at; inside += 1) between.add(inside);
    open = undefined;
  }
  return between;
}
