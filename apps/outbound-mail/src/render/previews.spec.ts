import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { previewFiles } from './previews.js';

const PREVIEWS = new URL('../../../../docs/previews/', import.meta.url);

it('docs/previews shows each kind of mail, and nothing else (npm run generate)', () => {
  expect(readdirSync(PREVIEWS).sort()).toEqual([...previewFiles().keys()].sort());
});

it.each([...previewFiles()])('docs/previews/%s is how the mail looks', (file, page) => {
  expect(readFileSync(new URL(file, PREVIEWS), 'utf8')).toBe(page);
});
