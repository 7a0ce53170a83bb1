/** A name for a key that is made on this day: `r20261121`, and where that is taken `r20261121-2` and so on. */
export function freeSelector(day: Date, taken: readonly string[]): string {
  const name = `r${day.toISOString().slice(0, 10).replaceAll('-', '')}`;
  const isFree = (selector: string) => !taken.includes(selector);
  if (isFree(name)) return name;
  let count = 2;
  while (!isFree(`${name}-${count}`)) count += 1;
  return `${name}-${count}`;
}
