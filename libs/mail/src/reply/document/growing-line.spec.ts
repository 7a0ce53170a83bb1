import { describe, expect, it } from '@jest/globals';
import { GrowingLine } from './growing-line.js';
import type { Place } from './place.js';

const OWN: Place = { depth: 0, indent: 0, list: 0 };
const TARGET = 'https://a.example.test/b';

function said(...pieces: readonly string[]): GrowingLine {
  const line = new GrowingLine();
  for (const piece of pieces) line.append(piece, piece);
  return line;
}

/** A line in which something is done to its last word. */
function ending(
  before: string,
  word: string,
  end: (line: GrowingLine, from: ReturnType<GrowingLine['position']>) => void,
) {
  const line = said(before);
  const from = line.position();
  line.append(word, word);
  end(line, from);
  return { text: line.text, markdown: line.markdown(line.text, OWN) };
}

describe('the end of a link', () => {
  const linked = (before: string, word: string, { target = TARGET, place = OWN } = {}) =>
    ending(before, word, (line, from) => line.link(target, from, place));

  it.each([
    ['is written behind its text', linked('See ', 'this'), `See [this](${TARGET})`],
    ['is parted from what would make a picture of it', linked('See!', 'this'), `See! [this](${TARGET})`],
    ['says no more than its text does', linked('See ', 'a.example.test'), 'See a.example.test'],
    ['is nothing around an address', linked('See ', TARGET), `See ${TARGET}`],
    ['is nothing where it runs', linked('See ', 'this', { target: 'javascript:alert(1)' }), 'See this'],
    ['is nothing in a quote', linked('See ', 'this', { place: { ...OWN, depth: 1 } }), 'See this'],
    ['is nothing in a signature', linked('See ', 'this', { place: { ...OWN, role: 'signature' } }), 'See this'],
  ])('%s', (_name, { markdown }, shown) => {
    expect(markdown).toBe(shown);
  });

  it('is text too, which other clients write', () => {
    expect(linked('See ', 'this').text).toBe(`See [this](${TARGET})`);
  });

  it.each([
    ['alone on its line', '', true],
    ['behind more', 'See ', false],
  ])('%s, makes a line that is only a link or not', (_name, before, isLink) => {
    const line = said(before);
    const from = line.position();
    line.append('this', 'this');
    line.link(TARGET, from, OWN);
    line.append(' ', ' ');
    expect(line.isLink).toBe(isLink);
  });

  it('counts from the beginning of a line, where it began above', () => {
    const from = said('above').position();
    const line = said('this');
    line.link(TARGET, from, OWN);
    expect(line.text).toBe(`[this](${TARGET})`);
  });
});

describe('the end of an emphasis', () => {
  it('is only Markdown', () => {
    const { text, markdown } = ending('so ', 'much', (line, from) => line.emphasis(from, '**'));
    expect([text, markdown]).toEqual(['so much', 'so **much**']);
  });

  it('that began on another line is nothing', () => {
    const line = said('much');
    line.emphasis(said('so').position(), '**');
    expect(line.markdown('much', OWN)).toBe('much');
  });

  it('is written forty times in a line', () => {
    const line = new GrowingLine();
    for (let times = 0; times < 50; times += 1) {
      const from = line.position();
      line.append('a', 'a');
      line.emphasis(from, '*');
    }
    expect(line.shown).toBe('*a*'.repeat(40) + 'a'.repeat(10));
  });
});

describe('the end of code', () => {
  it.each([
    ['is a span', '', OWN, 'a`b', '``a`b``'],
    ['is apart from another span', '`x`', OWN, 'ab', '`x` `ab`'],
    ['is text where it would end a cell', '', { ...OWN, isInTable: true }, 'a|b', 'a|b'],
  ])('%s', (_name, before, place, code, markdown) => {
    expect(ending(before, code, (line, from) => line.code(from, place)).markdown).toBe(markdown);
  });
});

describe('a line as Markdown', () => {
  it('is a heading where it stands in one', () => {
    expect(said('Plan').markdown('Plan', { ...OWN, heading: 2 })).toBe('## Plan');
  });

  it('is none where it only looks like one', () => {
    expect(said('# Plan').markdown('# Plan', OWN)).toBe('\\# Plan');
  });

  it('has cells, and behind its first row a line that makes it a head', () => {
    const line = new GrowingLine();
    for (const cell of ['a', 'b']) {
      line.openCell();
      line.append(cell, cell);
    }
    line.endRow(2);
    expect(line.shown).toBe('| a | b |\n| --- | --- |');
  });

  it('marks nothing in a line that nobody types', () => {
    const line = said('a'.repeat(20_001));
    const from = line.position();
    line.append('much', 'much');
    line.emphasis(from, '**');
    line.link(TARGET, from, OWN);
    line.aside('[image: a chart]');
    expect(line.shown).toBe(`${'a'.repeat(20_001)}much`);
  });
});
