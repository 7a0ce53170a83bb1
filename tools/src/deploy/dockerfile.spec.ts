import { describe, expect, it } from '@jest/globals';
import { expand, readDockerfile } from './dockerfile.js';

const TEXT = `# syntax
ARG NODE=node:22-slim
FROM \${NODE} AS first
RUN --mount=type=cache,target=/x npm ci \\
# why
 && echo done
FROM first
ENV A=b \\
  C=d
`;

describe('a Dockerfile', () => {
  it('is read in stages, on images and on one another', () => {
    expect(readDockerfile(TEXT).map(({ name, base }) => [name, base])).toEqual([
      ['first', 'node:22-slim'],
      ['first', 'first'],
    ]);
  });

  it('has its continuations joined, its comments left out and its flags apart', () => {
    const [first, second] = readDockerfile(TEXT);
    expect(first!.instructions).toEqual([
      { name: 'RUN', rest: 'npm ci   && echo done', flags: { mount: 'type=cache,target=/x' } },
    ]);
    expect(second!.instructions).toEqual([{ name: 'ENV', rest: 'A=b    C=d', flags: {} }]);
  });

  it('names variables as a shell does', () => {
    expect(expand('apps/${SERVICE}/$X$Y', { SERVICE: 'config', X: 'x' })).toBe('apps/config/x');
  });
});
