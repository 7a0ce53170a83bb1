import { describe, expect, it } from '@jest/globals';
import { dockerIgnore } from './docker-ignore.js';

const isSent = dockerIgnore(`
# all but
*
!apps
!tools/package.json
**/node_modules
**/*.spec.ts
`);

describe('.dockerignore', () => {
  it.each([
    ['apps', true],
    ['apps/config/src/main.ts', true],
    ['tools/package.json', true],
    ['tools/src/index.ts', false],
    ['README.md', false],
    ['apps/config/node_modules/x/index.js', false],
    ['node_modules/x', false],
    ['apps/a.spec.ts', false],
    ['apps/deep/down/a.spec.ts', false],
    ['apps/a-spec.ts', true],
  ])('says of %s: %p', (path, expected) => {
    expect(isSent(path)).toBe(expected);
  });
});
