import { describe, expect, it } from '@jest/globals';
import { findMentions, MAX_MENTIONS } from './find-mentions.js';

const namesIn = (text: string) => findMentions(text).names;

describe('a mention', () => {
  it.each([
    ['at the beginning', '@bob look', ['bob']],
    ['at the end', 'look, @bob', ['bob']],
    ['in any case', '@Bob @BOB @bob', ['bob']],
    ['before a full stop', 'ask @bob.', ['bob']],
    ['before three dots', 'ask @bob...', ['bob']],
    ['before a comma, a colon and marks', '@ann, @ben: @cy! @di? @ed; @flo)', ['ann', 'ben', 'cy', 'di', 'ed', 'flo']],
    ['before a possessive', "@bob's and @ann’s", ['bob', 'ann']],
    ['in brackets and quotes', '(@bob) "@ann" [@cy] „@di“', ['bob', 'ann', 'cy', 'di']],
    ['in emphasis', '_@bob_ **@ann** ~~@cy~~', ['bob', 'ann', 'cy']],
    ['with dots, dashes and underscores inside', '@bob.smith-jones_2', ['bob.smith-jones_2']],
    ['directly after other punctuation', 'cc:@bob,@ann/@cy', ['bob', 'ann', 'cy']],
    ['after a sentence without a space', 'Done.@bob', ['bob']],
    ['beside writing that has no spaces', '，@bob，', ['bob']],
    ['on the next line', 'hello\n@bob\r\n@ann', ['bob', 'ann']],
    ['of one letter', '@b', ['b']],
    ['of 64 letters', `@${'b'.repeat(64)}`, ['b'.repeat(64)]],
    ['in the order of first appearance', '@b @a @b @c', ['b', 'a', 'c']],
    ['beside an address', 'bob@example.com @ann', ['ann']],
    ['in a quoted line', '> @bob', ['bob']],
  ])('is found %s', (_where, text, names) => {
    expect(namesIn(text)).toEqual(names);
  });

  it.each([
    ['nothing', ''],
    ['a lonely sign', '@ bob @'],
    ['an address', 'bob@example.com'],
    ['an address with a tag', 'bob+@example.com bob_@example.com x-@example.com'],
    ['an address in angle brackets', '<bob.smith@example.com>'],
    ['an address after a letter that is not Latin', 'жук@example.com'],
    ['a handle on another server', '@bob@example.com'],
    ['two signs', '@@bob'],
    ['a longer word', '@bobé @bobж'],
    ['a name of 65 letters', `@${'b'.repeat(65)}`],
    ['a name of 64 letters that goes on behind a dot', `@${'b'.repeat(64)}.c`],
    ['a name that begins with punctuation', '@.bob @-bob @_bob'],
    ['a letter that only looks like one', '@\u212Aim'],
    ['an address of the web', 'https://example.com/@bob http://bob:@host/ HTTPS://x.example/?a=@bob'],
    ['a code span', 'run `npm i @bob` now'],
    ['a code span with backticks inside', 'run ``a ` @bob`` now'],
    ['a code span over two lines', 'run `a\n@bob` now'],
    ['a fence', '```\n@bob\n```'],
    ['a fence with a language', 'see\n```ts\n@Bob()\n```'],
    ['a fence of tildes', '~~~\n@bob\n~~~'],
    ['an indented fence', '   ```\n@bob\n   ```'],
    ['a fence within a longer fence', '````\n```\n@bob\n```\n````'],
    ['a fence that a line with words does not close', '```\na\n``` b\n@bob'],
    ['a fence that nothing closes', '```\n@bob'],
  ])('is not found in %s', (_where, text) => {
    expect(namesIn(text)).toEqual([]);
  });

  it.each([
    ['behind a closed fence', '```\ncode\n```\n@bob'],
    ['behind a code span', '`code`@bob'],
    ['behind a backtick that nothing closes', 'a ` and @bob'],
    ['between stray backticks of two paragraphs', 'a `\n\n@bob\n\nb `'],
    ['behind a fence on one line, which is a code span', '``` code ``` @bob'],
    ['behind an address of the web', 'https://example.com/@ann @bob'],
  ])('is found %s', (_where, text) => {
    expect(namesIn(text)).toEqual(['bob']);
  });

  it(`is looked up ${MAX_MENTIONS} times at most, and the rest is counted`, () => {
    const text = Array.from({ length: MAX_MENTIONS + 7 }, (_, at) => `@user${at} @user${at}`).join(' ');
    const found = findMentions(text);
    expect(found.names).toHaveLength(MAX_MENTIONS);
    expect(found.names[0]).toBe('user0');
    expect(found.overLimit).toBe(7);
  });

  it.each([
    ['signs', '@'.repeat(100_000)],
    ['backticks', '`'.repeat(100_000)],
    ['runs of backticks that never match', Array.from({ length: 440 }, (_, at) => `${'`'.repeat(440 - at)} `).join('')],
    ['dashes before signs', '-@'.repeat(50_000)],
    ['one long run of dashes before a sign', `a${'-'.repeat(99_998)}@`],
    ['dots behind a name', `@b${'.'.repeat(99_998)}`],
    ['open fences', '```\n'.repeat(25_000)],
    ['names', '@b '.repeat(33_000)],
  ])('is looked for in 100,000 characters of %s in work that does not explode', (_what, text) => {
    // Quadratic work on these takes longer than the runner waits.
    const { names, overLimit } = findMentions(text);
    expect(names.length + overLimit).toBeLessThanOrEqual(1);
  });
});
