import type { SenderProof } from '@replyline/contracts';
import { describe, expect, it } from '@jest/globals';
import { senderFact } from './sender-fact.js';

const TRUST: SenderProof = { kind: 'trust-from' };
const NONE: SenderProof = { kind: 'none' };
const RESULTS: SenderProof = { kind: 'authentication-results', authservId: 'mx.example.test' };
const EXCHANGE: SenderProof = { kind: 'exchange-online' };
const PASS = 'mx.example.test; dmarc=pass header.from=example.test';

const mail = (addresses: readonly string[], fields: Record<string, readonly string[]> = {}) => ({
  from: addresses.map((address) => ({ address, name: '' })),
  headers: new Map(Object.entries({ from: [addresses.join(', ')], ...fields })),
});

describe('who wrote a mail', () => {
  it.each<[string, ReturnType<typeof mail>, SenderProof, boolean, string]>([
    ['alice, where From is trusted', mail(['alice@example.test']), TRUST, true, 'proven'],
    ['alice, where nothing is', mail(['alice@example.test']), NONE, true, 'not-proven'],
    [
      'alice, proven by our server',
      mail(['alice@example.test'], { 'authentication-results': [PASS] }),
      RESULTS,
      true,
      'proven',
    ],
    ['alice, not proven by our server', mail(['alice@example.test']), RESULTS, true, 'not-proven'],
    [
      'mallory, proven to be mallory',
      mail(['mallory@example.test'], { 'authentication-results': [PASS] }),
      RESULTS,
      false,
      'proven',
    ],
    [
      'alice, proven by Exchange Online',
      mail(['alice@example.test'], { 'authentication-results': ['dmarc=pass action=none header.from=example.test'] }),
      EXCHANGE,
      true,
      'proven',
    ],
    [
      'alice, of whose organisation Exchange Online says that it came from there',
      mail(['alice@example.test'], { 'x-ms-exchange-organization-authas': ['Internal'] }),
      EXCHANGE,
      true,
      'proven',
    ],
    [
      'alice, who says so where Exchange Online is not believed',
      mail(['alice@example.test'], { 'x-ms-exchange-organization-authas': ['Internal'] }),
      RESULTS,
      true,
      'not-proven',
    ],
    ['alice, of whom Exchange Online says nothing', mail(['alice@example.test']), EXCHANGE, true, 'not-proven'],
    ['nobody', mail([]), TRUST, false, 'not-proven'],
    ['two people', mail(['alice@example.test', 'mallory@example.test']), TRUST, false, 'not-proven'],
    [
      'two From fields',
      mail(['alice@example.test'], { from: ['alice@example.test', 'mallory@example.test'] }),
      TRUST,
      false,
      'not-proven',
    ],
  ])('%s', (_name, it, proof, senderIsOnRecord, senderProven) => {
    expect(senderFact(it, proof, ['Alice@Example.TEST'])).toEqual({ senderIsOnRecord, senderProven });
  });
});
