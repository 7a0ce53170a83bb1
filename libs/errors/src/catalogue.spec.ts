import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { ERRORS, type ErrorCode } from './catalogue.js';

const PAGES = new URL('../../../docs/errors/', import.meta.url);
const pageOf = (code: string) => readFileSync(new URL(`${code}.md`, PAGES), 'utf8');

describe('the catalogue', () => {
  it('has a page for each code and a code for each page', () => {
    const pages = readdirSync(PAGES).map((file) => file.replace(/\.md$/, ''));
    expect(pages.sort()).toEqual(Object.keys(ERRORS).sort());
  });

  it.each(Object.keys(ERRORS) as ErrorCode[])('%s says on its page what happened and how to fix it', (code) => {
    const page = pageOf(code);
    expect(page).toContain(`# ${code}\n\n${ERRORS[code].title}.\n`);
    expect(page).toMatch(/\n## What happened\n\n\S[^]+\n## How to fix\n\n\S/);
  });

  it.each(Object.keys(ERRORS) as ErrorCode[])('%s is written <area>.<condition>', (code) => {
    expect(code).toMatch(/^[a-z]+\.[a-z_]+$/);
  });

  it('is in alphabetical order', () => {
    expect(Object.keys(ERRORS)).toEqual(Object.keys(ERRORS).sort());
  });
});
