import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const LINES = 149;
const ROW = /^\|\s*(\d+) \|([^|]+)\|([^|]+)\|([^|]+)\|$/gm;

const text = readFileSync(`${ROOT}docs/product-coverage.md`, 'utf8');
const rows = [...text.matchAll(ROW)].map(([, line, asked, carrier, shownBy]) => ({
  line: Number(line),
  asked: asked!.trim(),
  carrier: carrier!.trim(),
  shownBy: shownBy!.trim(),
}));
const isOpen = ({ carrier, shownBy }: (typeof rows)[number]) => [carrier, shownBy].includes('not yet');
const files = [...new Set(rows.flatMap(({ shownBy }) => [...shownBy.matchAll(/`([^`]+)`/g)].map(([, file]) => file!)))];

describe('the table of product coverage', () => {
  it('has each line of the product once, in order', () => {
    expect(rows.map(({ line }) => line)).toEqual(Array.from({ length: LINES }, (_, index) => index + 1));
  });

  it('names what shows each line that is carried', () => {
    expect(rows.filter((row) => !isOpen(row) && !row.shownBy.includes('`')).map(({ line }) => line)).toEqual([]);
  });

  it.each(files)('names %s, which is there', (file) => {
    expect(existsSync(`${ROOT}${file}`)).toBe(true);
  });

  it.each(files.filter((file) => file.endsWith('.ts')))('names %s, which every run of the tests runs whole', (file) => {
    expect(file).toMatch(/^(libs|apps|tools|e2e)\/.+\.spec\.ts$/);
    expect(readFileSync(`${ROOT}${file}`, 'utf8')).not.toMatch(
      /\b(?:it|describe|test)\.(?:skip|only|todo)\b|\bx(?:it|describe)\(/,
    );
  });
});
