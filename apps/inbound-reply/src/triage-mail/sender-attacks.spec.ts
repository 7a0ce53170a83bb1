import type { SenderProof } from '@replyline/contracts';
import { readMessage } from '@replyline/mail/reading';
import { describe, expect, it } from '@jest/globals';
import { senderFact } from './sender-fact.js';

const RESULTS: SenderProof = { kind: 'authentication-results', authservId: 'mx.example.test' };
const TRUST: SenderProof = { kind: 'trust-from' };
const PASS = 'dmarc=pass header.from=example.test';
const ALICE = ['alice@example.test', 'alice.home@example.org'];

/** What is made of a mail with these lines above its text. */
async function factOf(lines: readonly string[], proof: SenderProof = RESULTS) {
  const mail = await readMessage(Buffer.from(`${lines.join('\r\n')}\r\n\r\nYes.\r\n`));
  const { senderIsOnRecord, senderProven } = senderFact(mail, proof, ALICE);
  return senderIsOnRecord && senderProven === 'proven';
}

describe('it is alice', () => {
  it.each<[string, readonly string[]]>([
    ['with one result of our server', [`Authentication-Results: mx.example.test; ${PASS}`, 'From: alice@example.test']],
    [
      'with a folded result',
      [
        `Authentication-Results: mx.example.test;\r\n\tspf=pass\r\n\tsmtp.mailfrom=x.test;\r\n\t${PASS}`,
        'From: Alice <alice@example.test>',
      ],
    ],
    ['in other letters', [`Authentication-Results: MX.Example.Test; ${PASS}`, 'From: "Alice" <ALICE@Example.TEST>']],
    [
      'from another verified address',
      ['Authentication-Results: mx.example.test; dkim=pass header.d=example.org', 'From: Alice.Home@example.org'],
    ],
    [
      'under a display name of somebody else',
      [`Authentication-Results: mx.example.test; ${PASS}`, 'From: "mallory@evil.test" <alice@example.test>'],
    ],
    [
      'above results of other servers',
      [
        `Authentication-Results: mx.example.test; ${PASS}`,
        'Authentication-Results: relay.test; dmarc=fail header.from=example.test',
        'From: alice@example.test',
      ],
    ],
  ])('%s', async (_how, lines) => {
    expect(await factOf(lines)).toBe(true);
  });
});

describe('it is not alice', () => {
  it.each<[string, readonly string[]]>([
    [
      'our server said otherwise above a result that carries its name',
      [
        'Authentication-Results: mx.example.test; dmarc=fail header.from=example.test',
        `Authentication-Results: mx.example.test; ${PASS}`,
        'From: alice@example.test',
      ],
    ],
    [
      'a result of our name stands below one of another server',
      [
        'Authentication-Results: other.test; none',
        `Authentication-Results: mx.example.test; ${PASS}`,
        'From: alice@example.test',
      ],
    ],
    ['only ARC says so', [`ARC-Authentication-Results: i=1; mx.example.test; ${PASS}`, 'From: alice@example.test']],
    [
      'the pass stands in a comment',
      [`Authentication-Results: mx.example.test; spf=none (\r\n ; ${PASS} ;\r\n )`, 'From: alice@example.test'],
    ],
    [
      'the name of our server stands in a comment',
      [`Authentication-Results: evil.test (mx.example.test); ${PASS}`, 'From: alice@example.test'],
    ],
    [
      'the name of our server is the beginning of another',
      [`Authentication-Results: mx.example.test.evil.test; ${PASS}`, 'From: alice@example.test'],
    ],
    [
      'a line of the field is one of its own, not folded',
      ['Authentication-Results: evil.test;', `X: mx.example.test; ${PASS}`, 'From: alice@example.test'],
    ],
    [
      'there are two From fields, alice first',
      [`Authentication-Results: mx.example.test; ${PASS}`, 'From: alice@example.test', 'From: mallory@evil.test'],
    ],
    [
      'there are two From fields, alice last',
      [`Authentication-Results: mx.example.test; ${PASS}`, 'From: mallory@evil.test', 'From: alice@example.test'],
    ],
    [
      'she is only Sender',
      [`Authentication-Results: mx.example.test; ${PASS}`, 'From: mallory@evil.test', 'Sender: alice@example.test'],
    ],
    [
      'she is only Reply-To',
      [`Authentication-Results: mx.example.test; ${PASS}`, 'From: mallory@evil.test', 'Reply-To: alice@example.test'],
    ],
    [
      'she is only the reverse-path',
      [`Authentication-Results: mx.example.test; ${PASS}`, 'Return-Path: <alice@example.test>', 'From: m@evil.test'],
    ],
  ])('when %s', async (_why, lines) => {
    expect(await factOf(lines)).toBe(false);
  });

  it.each([
    ['her address is a display name', '"alice@example.test" <mallory@evil.test>'],
    ['her address is a display name without quotation marks', 'alice@example.test <mallory@evil.test>'],
    ['her address is an encoded display name', '=?utf-8?q?alice=40example=2Etest?= <mallory@evil.test>'],
    ['her address is an encoded word alone', '=?utf-8?q?alice=40example=2Etest?='],
    [
      'her address in angle brackets is an encoded display name',
      '=?utf-8?q?=3Calice=40example.test=3E?= <mallory@evil.test>',
    ],
    ['her address stands in a comment', 'mallory@evil.test (alice@example.test)'],
    ['her address stands behind another', '<mallory@evil.test> alice@example.test'],
    ['her address stands behind another in brackets', '<mallory@evil.test> <alice@example.test>'],
    ['her address stands before another in brackets', '<alice@example.test> <mallory@evil.test>'],
    ['two people are named', 'alice@example.test, mallory@evil.test'],
    ['a group is named', 'Friends: alice@example.test;'],
    ['a group has her name', 'alice@example.test: mallory@evil.test;'],
    ['a route leads through her', '<@example.test,@evil.test:alice@example.test.evil.test>'],
    ['her local part is quoted with another domain in it', '"alice@example.test "@evil.test'],
    ['a letter is Cyrillic', '\u0430lice@example.test'],
    ['a letter of the domain is Cyrillic', 'alice@ex\u0430mple.test'],
    ['a letter is full-width', '\uff41lice@example.test'],
    ['the domain goes on', 'alice@example.test.evil.test'],
    ['the address goes on behind a NUL', 'alice@example.test\u0000.evil.test'],
    ['there is no address', 'Alice'],
    ['there is nothing', ''],
  ])('also where From is trusted, when %s', async (_why, from) => {
    expect(await factOf([`From: ${from}`], TRUST)).toBe(false);
  });
});
