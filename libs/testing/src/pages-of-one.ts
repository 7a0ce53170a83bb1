export interface ListPage<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** A list as somebody sees it who reads one entry at a time; `get` is asked with the query of each page. */
export async function pagesOfOne<T>(get: (query: string) => Promise<ListPage<T>>): Promise<T[]> {
  const seen: T[] = [];
  for (let next: string | null = ''; next !== null;) {
    const page: ListPage<T> = await get(`limit=1${next && `&cursor=${next}`}`);
    // A cursor that leads back would never end.
    if (seen.length > 10_000) throw new Error('the list has no end');
    seen.push(...page.items);
    next = page.next;
  }
  return seen;
}
