import { describe, expect, it } from '@jest/globals';
import { DOCUMENTS, documentAt } from './documents.js';

/** What JetStream says by itself, to whatever subject it is told to (ADR 0017). */
const ANSWERS = [
  { stream: 'NOTIFICATION', seq: 1 },
  { stream: 'NOTIFICATION', seq: 1, duplicate: true },
  { error: { code: 503, err_code: 10_077, description: 'maximum messages exceeded' }, stream: 'NOTIFICATION', seq: 0 },
  { type: 'io.nats.jetstream.api.v1.stream_msg_get_response', error: { code: 404, err_code: 10_037 } },
  { type: 'io.nats.jetstream.api.v1.stream_info_response', config: { name: 'CONFIG' }, created: '2026-01-01' },
];

const CONTRACTS = DOCUMENTS.map((contract) => [`${contract.bucket}/${contract.key()}`, contract] as const);

describe('a document', () => {
  it.each(CONTRACTS)('%s is never an answer of JetStream', (_path, contract) => {
    for (const answer of ANSWERS) expect(contract.schema.safeParse(answer).success).toBe(false);
  });

  it.each(CONTRACTS)('%s is known by where it lies', (path, contract) => {
    expect(documentAt(path)).toBe(contract);
    expect(documentAt(`${path}.1`)).toBe(contract);
    expect(documentAt(`${path}s.1`)).toBeUndefined();
  });
});
