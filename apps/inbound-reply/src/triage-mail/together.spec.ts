import { describe, expect, it } from '@jest/globals';
import { Together } from './together.js';

/** Answers with what each question is twice, and knows nothing of negative ones. */
function doubling() {
  const asked: (readonly number[])[] = [];
  const together = new Together(async (questions: readonly number[]) => {
    asked.push(questions);
    if (questions.some((it) => it < 0)) throw new Error('negative');
    return questions.map((it) => 2 * it);
  });
  return { asked, together };
}

describe('what is asked at the same time', () => {
  it('is answered together, each its own', async () => {
    const { asked, together } = doubling();
    expect(await Promise.all([1, 2, 3].map((it) => together.ask(it)))).toEqual([2, 4, 6]);
    expect(await together.ask(4)).toBe(8);
    expect(asked).toEqual([[1, 2, 3], [4]]);
  });

  it('is answered alone where one of the others cannot be answered', async () => {
    const { together } = doubling();
    const answers = await Promise.allSettled([1, -2, 3].map((it) => together.ask(it)));
    expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });
});
