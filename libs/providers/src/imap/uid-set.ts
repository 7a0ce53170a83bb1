/** RFC 9051 §9, `sequence-set`: names these UIDs and no other one, in as few characters as that takes. */
export function uidSet(uids: readonly number[]): string {
  const runs: { first: number; last: number }[] = [];
  for (const uid of [...uids].sort((one, other) => one - other)) {
    const run = runs.at(-1);
    if (run && uid <= run.last + 1) run.last = uid;
    else runs.push({ first: uid, last: uid });
  }
  return runs.map(({ first, last }) => (first === last ? `${first}` : `${first}:${last}`)).join(',');
}
