import { expect, it } from '@jest/globals';
import { folderPath } from './folder-path.js';

it.each([
  ['', '/', 'Archive/2026-W47'],
  ['INBOX.', '.', 'INBOX.Archive.2026-W47'],
  ['', null, 'Archive-2026-W47'],
])('with the prefix "%s" and the delimiter "%s" the folder is %s', (prefix, delimiter, path) => {
  expect(folderPath(['Archive', '2026-W47'], { prefix, delimiter })).toBe(path);
});
