import { rmSync } from 'node:fs';
import { afterAll, expect, it } from '@jest/globals';
import { makeTemporaryFolder } from '@replyline/local-servers';
import { onlyOne } from './only-one.js';

const dir = makeTemporaryFolder();
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('gives a folder to one at a time, and says which process has it', async () => {
  const release = await onlyOne(dir);
  await expect(onlyOne(dir)).rejects.toThrow(`process ${process.pid} already runs a stack in ${dir}`);
  await release();
  await (
    await onlyOne(dir)
  )();
});
