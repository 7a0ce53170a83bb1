import { expect, it } from '@jest/globals';
import { folderName, folderPath } from './folder-path.js';

it.each([
  ['', '/', 'Archive/2026-W47'],
  ['INBOX.', '.', 'INBOX.Archive.2026-W47'],
  ['', null, 'Archive-2026-W47'],
])('with the prefix "%s" and the delimiter "%s" the folder is %s', (prefix, delimiter, path) => {
  expect(folderPath(['Archive', '2026-W47'], { prefix, delimiter })).toBe(path);
});

it.each([
  ['INBOX.', 'INBOX.'],
  ['B&APw-ro.', 'Büro.'],
  ['R&-D/', 'R&D/'],
  ['~peter/mail/&U,BTFw-/&ZeVnLIqe-', '~peter/mail/台北/日本語'],
  ['R&D', 'R&D'],
])('the name that is written as %s is %s', (written, name) => {
  expect(folderName(written)).toBe(name);
});
