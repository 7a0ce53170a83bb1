import { describe, expect, it } from '@jest/globals';
import { explain } from './explain.js';

const TOKEN = 'reply'.repeat(8);
const FILES: Readonly<Record<string, string>> = {
  'reply.eml': `From: bob@example.test\nTo: r+${TOKEN}@example.test\nSubject: Re: x\n\nYes.\n\nDydd Llun, Replyline:\nShall we ship on Friday, or wait for the translation?\n`,
  'sent.eml': 'From: Replyline <r@example.test>\nSubject: x\n\nShall we ship on Friday, or wait for the translation?\n',
  'stranger.eml': 'From: eve@example.com\nTo: r@example.test\n\nHello.\n',
  'away.eml': 'From: bob@example.test\nAuto-Submitted: auto-replied\n\nI am away.\n',
};

async function run(...argv: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const exitCode = await explain(argv, {
    read: async (file) => {
      if (FILES[file] === undefined) throw Object.assign(new Error('no'), { code: 'ENOENT' });
      return Buffer.from(FILES[file]);
    },
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

  it('says that without a key there is no valid intent, and what the person wrote all the same', async () => {
    const { said, out } = await run('--sent', 'sent.eml', 'reply.eml');
    expect(said[0]).toMatchObject({ intent: 'unverified', decidedBy: 'no-intent', reply: { text: 'Yes.' } });
    expect(said[0].verdict).toMatch(/no valid intent/);
    expect(out.join()).not.toContain(TOKEN);
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

  it('explains itself', async () => {
    expect(await run('--help')).toMatchObject({
      exitCode: 0,
      err: [],
      out: [expect.stringContaining('--sent SENT.eml')],
    });
  });
});
