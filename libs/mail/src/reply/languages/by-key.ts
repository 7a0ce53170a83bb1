/** Words by what tells most of them from a line at once. */
export function byKey(
  words: readonly string[],
  keyOf: (word: string) => string,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  for (const word of words) found.set(keyOf(word), [...(found.get(keyOf(word)) ?? []), word]);
  return found;
}
