import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Why a mutant says nothing: not a survivor, and just as little good. */
export class Broken extends Error {}

/** The text with the mutation in it. Throws `Broken` unless its place is there once: the code has moved on. */
export function mutated(text, { file, find, replace }) {
  const times = text.split(find).length - 1;
  if (times !== 1) throw new Broken(`what it breaks stands ${times} times in ${file}`);
  // A function, because a replacement text may hold `$`.
  return text.replace(find, () => replace);
}

/** Breaks a file, and returns how to mend it. Whatever ends this process short of SIGKILL, the file is mended. */
export function apply(root, mutant) {
  const path = join(root, mutant.file);
  const original = readFileSync(path, 'utf8');
  const text = mutated(original, mutant);
  const mend = () => {
    process.off('exit', mend);
    writeFileSync(path, original);
  };
  process.once('exit', mend);
  writeFileSync(path, text);
  return mend;
}
