import { expect } from '@jest/globals';
import { askClamd, startClamd, type RunningClamd } from './clamd.js';
import { aPrivateServer } from './private-server.contract.js';

const viruses = { 'Made.Up': Buffer.from('this stands for a virus') };

aPrivateServer<RunningClamd>({
  name: 'clamd',
  start: (dir, earlier) => startClamd({ dir, viruses, ...(earlier && { port: earlier.port }) }),
  portOf: ({ port }) => port,
  remember: async () => undefined,
  recall: async ({ port }) => expect(await askClamd({ port }, 'VERSION')).toMatch(/^ClamAV/),
});
