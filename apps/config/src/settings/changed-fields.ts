/** The names of the fields that a save changes, in alphabetical order, and none of their values. */
export function changedFields(before: object, after: object): string[] {
  const [was, is] = [new Map(Object.entries(before)), new Map(Object.entries(after))];
  return [...new Set([...was.keys(), ...is.keys()])]
    .filter((name) => canonical(was.get(name)) !== canonical(is.get(name)))
    .sort();
}

/** PostgreSQL returns the members of a jsonb object in an order of its own. */
const canonical = (value: unknown): string | undefined =>
  JSON.stringify(value, (_key, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
