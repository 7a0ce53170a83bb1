import { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { expiryDayFor, LIFETIME_DAYS, mintToken, parseIntentKeys, type Purpose } from '@replyline/intent';
import { explain, readerOf } from './explain.js';

const TOKEN = 'reply'.repeat(8);
const NOW = new Date('2030-05-01T12:00:00Z');
const KEYS = `1:${Buffer.alloc(32, 7).toString('base64url')}`;
const OTHER_KEYS = `1:${Buffer.alloc(32, 8).toString('base64url')}`;
const tokenOf = (purpose: Purpose, expiryDay: number) =>
  mintToken({ purpose, replyKey: '0123456789abcdef01234567', expiryDay }, parseIntentKeys(KEYS));
const answerTo = (token: string) => `From: bob@example.test\nTo: r+${token}@example.test\nSubject: Re: x\n\nYes.\n`;
const FILES: Readonly<Record<string, string>> = {
  'reply.eml': `From: bob@example.test\nTo: r+${TOKEN}@example.test\nSubject: Re: x\n\nYes.\n\nDydd Llun, Replyline <r+${TOKEN}@example.test>:\nShall we ship on Friday, or wait for the translation?\n`,
  'valid.eml': answerTo(tokenOf('reply', expiryDayFor(NOW))),
  'through-a-list.eml': `List-Id: <a.example.test>\n${answerTo(tokenOf('reply', expiryDayFor(NOW)))}`,
  'no-reply.eml': answerTo(tokenOf('no-reply', expiryDayFor(NOW))),
  'expired.eml': answerTo(tokenOf('reply', expiryDayFor(NOW) - LIFETIME_DAYS - 1)),
  'sent.eml': 'From: Replyline <r@example.test>\nSubject: x\n\nShall we ship on Friday, or wait for the translation?\n',
  'stranger.eml': 'From: eve@example.com\nTo: r@example.test\n\nHello.\n',
  'hostile.eml': 'From: eve@example.com\nContent-Type: text/plain; charset=utf-8\n\n\u009b\u202e\u009c[2JHello.\n',
  'away-with-token.eml': `Auto-Submitted: auto-replied\n${answerTo(TOKEN)}`,
  'encrypted.eml': `From: bob@example.test\nTo: r+${TOKEN}@example.test\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\n-\n`,
  'away.eml': 'From: bob@example.test\nAuto-Submitted: auto-replied\n\nI am away.\n',
};

const run = (...argv: string[]) => runWith(undefined, ...argv);

async function runWith(intentKeys: string | undefined, ...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const exitCode = await explain(argv, {
    read: async (file) => {
      if (FILES[file] === undefined) throw Object.assign(new Error('no'), { code: 'ENOENT' });
      return Buffer.from(FILES[file]);
    },
    intentKeys,
    now: NOW,
    out: (line) => out.push(line),
    err: (line) => err.push(line),
  });
  return { exitCode, out, err, said: out.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line)) };
}

describe('explain', () => {
  it('says one line of JSON a file, in order', async () => {
    const { exitCode, said } = await run('stranger.eml', 'away.eml');
    expect(exitCode).toBe(0);
    expect(said).toMatchObject([
      { file: 'stranger.eml', decidedBy: 'no-intent', intent: 'none', reply: { text: 'Hello.' } },
      { file: 'away.eml', decidedBy: 'automatic-response', reply: { text: 'I am away.' } },
    ]);
    expect(Object.keys(said[0])).toEqual(['file', 'verdict', 'decidedBy', 'intent', 'reply']);
    expect(Object.keys(said[0].reply)).toEqual(['text', 'confidence', 'evidence']);
  });

  it('asks for no keys where a rule decides before the token', async () => {
    const { said } = await run('away-with-token.eml');
    expect(said[0]).toMatchObject({ decidedBy: 'automatic-response', intent: 'unverified' });
    expect(said[0]).not.toHaveProperty('hint');
  });

  it('says why an encrypted mail has no reply, whatever decides on it', async () => {
    const { said } = await run('encrypted.eml');
    expect(said[0]).toMatchObject({ encryption: 's-mime', reply: { text: '' } });
    const { out } = await run('--pretty', 'encrypted.eml');
    expect(out[0]).toContain('encrypted   s-mime: no key here opens it');
  });

  it('says that it has no keys and how to give them, and what the person wrote all the same', async () => {
    const { said, out } = await run('--sent', 'sent.eml', 'reply.eml');
    expect(said[0]).toMatchObject({ intent: 'unverified', decidedBy: 'no-intent', reply: { text: 'Yes.' } });
    expect(said[0].verdict).toMatch(/^undecided: there are no keys/);
    expect(said[0].hint).toMatch(/INTENT_KEYS is not set.*INTENT_KEYS=number:key/);
    const { out: drawn } = await run('--pretty', '--sent', 'sent.eml', 'reply.eml');
    expect(drawn[0]).toMatch(/verdict {5}undecided: there are no keys[^]*hint {8}INTENT_KEYS is not set/);
    expect(out.join()).not.toContain(TOKEN);
  });

  it('takes no answer for that of software only because it cannot know who was asked', async () => {
    expect((await runWith(KEYS, 'through-a-list.eml')).said[0]).toMatchObject({ decidedBy: 'sender-not-proven' });
    expect((await run('through-a-list.eml')).said[0]).toMatchObject({ decidedBy: 'no-intent' });
  });

  it.each([
    ['has keys', KEYS, 'valid.eml'],
    ['sees no token in the mail', undefined, 'stranger.eml'],
    ['sees a mail of software', undefined, 'away.eml'],
  ])('asks for no keys where it %s', async (_name, keys, file) => {
    const { said } = await runWith(keys, file);
    expect(said[0]).not.toHaveProperty('hint');
    expect(said[0].verdict).not.toMatch(/^undecided/);
  });

  it.each([
    ['valid.eml', KEYS, { intent: 'valid', purpose: 'reply', decidedBy: 'sender-not-proven' }],
    ['no-reply.eml', KEYS, { intent: 'valid', purpose: 'no-reply', decidedBy: 'no-reply' }],
    ['expired.eml', KEYS, { intent: 'expired', purpose: 'reply', decidedBy: 'expired' }],
    ['valid.eml', OTHER_KEYS, { intent: 'forged', decidedBy: 'forged' }],
    ['stranger.eml', KEYS, { intent: 'none', decidedBy: 'no-intent' }],
  ])('verifies the token of %s with the keys', async (file, keys, expected) => {
    const { exitCode, said } = await runWith(keys, file);
    expect(exitCode).toBe(0);
    expect(said[0]).toMatchObject(expected);
    expect('purpose' in said[0]).toBe('purpose' in expected);
  });

  it.each([
    ['carries none', 'stranger.eml', KEYS, 'ignore: it carries no reply token', undefined],
    [
      'carries none, also to who has no keys',
      'stranger.eml',
      undefined,
      'ignore: it carries no reply token',
      undefined,
    ],
    [
      'carries one that was not made here',
      'valid.eml',
      OTHER_KEYS,
      'ignore: its reply token was not made by us',
      /forged, of another installation, or its key is no longer in INTENT_KEYS/,
    ],
    [
      'carries one that ran out',
      'expired.eml',
      KEYS,
      'reject: expired: its reply token was made by us and ran out',
      undefined,
    ],
    [
      'answers what takes no answer',
      'no-reply.eml',
      KEYS,
      'reject: no-reply: the mail that it answers takes no replies',
      undefined,
    ],
  ])('says of the token of a mail that it %s', async (_name, file, keys, verdict, hint) => {
    const { said } = await runWith(keys, file);
    expect(said[0].verdict).toBe(verdict);
    if (hint === undefined) expect(said[0]).not.toHaveProperty('hint');
    else expect(said[0].hint).toMatch(hint);
  });

  it('refuses keys that are wrong, and does not repeat them', async () => {
    const { exitCode, out, err } = await runWith('1:secret', 'valid.eml');
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: [] });
    expect(err).toEqual([expect.stringMatching(/^INTENT_KEYS is wrong/)]);
    expect(err.join()).not.toContain('secret');
  });

  it('goes on after a file that is not there, and says so', async () => {
    const { exitCode, said, err } = await run('missing.eml', 'stranger.eml');
    expect(exitCode).toBe(1);
    expect(said.map(({ verdict }) => verdict)).toEqual(['unreadable', expect.stringMatching(/^ignore/)]);
    expect(err).toEqual(['missing.eml: There is no such file']);
  });

  it.each([[[]], [['--sent']], [['--nonsense', 'reply.eml']], [['--sent', 'missing.eml', 'reply.eml']]])(
    'refuses %j',
    async (argv) => {
      const { exitCode, out, err } = await run(...argv);
      expect({ exitCode, out }).toEqual({ exitCode: 2, out: [] });
      expect(err).toHaveLength(1);
    },
  );

  it('draws, for people, where the reply ends', async () => {
    const { exitCode, out } = await run('--pretty', '--sent', 'sent.eml', 'reply.eml');
    expect(exitCode).toBe(0);
    const rules = out[0]!.split('\n').filter((line) => line.startsWith('──'));
    expect(out[0]).not.toContain(TOKEN);
    expect(rules.map((line) => line.replaceAll('─', '').trim())).toEqual(['the reply', 'added by a client', 'quote']);
    expect(out[0]).toMatch(/confidence\s+\d[^]*── the reply ─+\n {2}Yes\.\n[^]*│ Shall we ship on Friday/);
  });

  it('lets no mail steer the terminal that it is drawn on', async () => {
    const { out } = await run('--pretty', 'hostile.eml');
    expect(out[0]).toContain('Hello');
    expect(out[0]).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
  });

  it('explains itself', async () => {
    expect(await run('--help')).toMatchObject({
      exitCode: 0,
      err: [],
      out: [expect.stringContaining('--sent SENT.eml')],
    });
  });
});

describe('what is read', () => {
  it('is a file, or what comes in as -', async () => {
    const read = readerOf(Readable.from([Buffer.from('Subject: '), Buffer.from('x\n')]));
    expect((await read('-')).toString()).toBe('Subject: x\n');
    expect((await read(fileURLToPath(import.meta.url))).toString()).toContain('what is read');
    await expect(read('no-such.eml')).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
