import { describe, expect, it } from '@jest/globals';
import { changedByPermuting, isOther, permuted } from './permuted.js';
import { corpusSet } from './sets.js';

const { cases } = await corpusSet();

describe('what is read from a mail does not depend on', () => {
  it.each([11, 12, 13])('who wrote it, nor on the order of what was said (seed %i)', (seed) => {
    expect(changedByPermuting(cases, seed)).toEqual([]);
  });
});

describe('permuting', () => {
  it('changes the mails, and people and paragraphs of them', () => {
    const others = cases.map((one) => permuted(one, 11));
    expect(cases.filter((one, at) => isOther(one, others[at]!)).length).toBeGreaterThan(cases.length * 0.6);
    expect(cases.filter((one, at) => one.expected !== others[at]!.expected).length).toBeGreaterThan(2);
    expect(others.map(({ mail }) => mail.text).join('\n')).not.toContain('replies@replyline.example.test');
  });

  it('is the same for one seed', () => {
    expect(permuted(cases[0]!, 1)).toEqual(permuted(cases[0]!, 1));
    expect(permuted(cases[0]!, 1)).not.toEqual(permuted(cases[0]!, 2));
  });
});
