import { rmSync } from 'node:fs';
import { makeTemporaryFolder } from '@replyline/local-servers';
import type { Figure } from '../figures.js';
import type { CaseSet } from './case.js';
import { hostileInput } from './hostile.js';
import { permutedLines } from './permuted.js';
import { installRivals, type Reader } from './rivals.js';
import { scoreLines } from './score.js';
import { corpusSet, publicSets } from './sets.js';
import { speeds } from './speeds.js';

/** How well and how fast replies are read, beside the libraries that people take for it. */
export async function replies(): Promise<Figure[]> {
  const { sets, missing } = publicSets();
  missing.forEach((line) => console.log(line));
  const all: readonly CaseSet[] = [...sets, await corpusSet()];
  const rivals = await withRivals();
  for (const set of all) console.log([...scoreLines(set, rivals), ...permutedLines(set)].join('\n'));
  const cases = all.flatMap((set) => set.cases);
  return [...speeds(cases, rivals), ...(await hostileInput())];
}

/** What they need stays loaded, so their folder can go. */
async function withRivals(): Promise<Reader[]> {
  const dir = makeTemporaryFolder();
  try {
    return await installRivals(dir, console.log);
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
