import { readFileSync } from 'node:fs';

/** One block of commands, and lines that its output must hold. */
export interface Step {
  readonly commands: string;
  /** Whether the API says no, as the guide tells. */
  readonly fails: boolean;
  readonly expected: readonly string[];
}

const FENCE = /^```(\S+)?(?: (\S+))?\n([\s\S]*?)^```$/gm;

/** The commands of a guide in their order, each with the `text` block behind it. */
export function stepsOf(file: string): Step[] {
  const blocks = [...readFileSync(file, 'utf8').matchAll(FENCE)].map(([, language, word, body = '']) => ({
    language,
    word,
    body,
  }));
  return blocks.flatMap(({ language, word, body }, index): Step[] => {
    if (language !== 'sh') return [];
    const next = blocks[index + 1];
    const expected = next?.language === 'text' ? next.body.split('\n').filter((line) => line !== '') : [];
    return [{ commands: body, fails: word === 'fails', expected }];
  });
}
