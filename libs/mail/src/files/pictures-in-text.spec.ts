import { describe, expect, it } from '@jest/globals';
import { extractReply, readMessage } from '../reading.js';
import { picturesIn, withPictures, type Shown } from './pictures-in-text.js';

const plan: Shown = { contentId: 'plan@client', name: 'plan [1].png', sha256: 'aa', isThere: true };
const logo: Shown = { contentId: 'logo@client', name: 'logo.png', sha256: 'bb', isThere: false };

describe('a picture in a text', () => {
  it.each([
    ['of Markdown has the hash of its file', 'See ![x](cid:plan@client).', 'See ![plan _1_.png](cid:aa).'],
    ['of Outlook too', 'See [cid:plan@client].', 'See ![plan _1_.png](cid:aa).'],
    ['of Gmail too, by its name', '[image: logo.png]\nHi', 'Hi'],
    ['that is encoded too', '![x](cid:plan%40client)', '![plan _1_.png](cid:aa)'],
    ['that no reader gets leaves nothing', 'Hi ![x](cid:logo@client)\n\n\n\nBye', 'Hi\n\nBye'],
    ['that is not of this mail leaves nothing', 'Hi ![x](cid:other)', 'Hi'],
    ['that somebody typed stays', 'I wrote [image: of a cat]', 'I wrote [image: of a cat]'],
  ])('%s', (_rule, text, shown) => {
    expect(withPictures(text, [plan, logo])).toBe(shown);
  });

  it('of a megabyte of them is read at once', () => {
    const all = Array.from({ length: 10_000 }, (_, at) => ({ ...logo, contentId: `${at}`, name: `${at}` }));
    expect(withPictures('![x](cid:9)'.repeat(90_000), all)).toBe('');
    expect(withPictures('!['.repeat(500_000), all)).toHaveLength(1_000_000);
    expect(withPictures('[cid:'.repeat(200_000), all)).toHaveLength(1_000_000);
    expect(withPictures(`![x](cid:9)a${' '.repeat(1_000_000)}b`, all)).toHaveLength(1_000_002);
  });
});

describe('the pictures of a reply', () => {
  const html = (body: string) => extractReply({ mail: { html: body } });
  const IMG = '<img alt="a [plan]" src="cid:plan@client">';

  it('are those in what the person wrote, and not those of the quote', () => {
    const quote = '<blockquote type="cite">Shall we?<img src="cid:theirs"></blockquote>';
    const reply = html(`<p>Look:</p><p>${IMG}</p>${quote}`);
    expect([reply.text.replace(/\n+/g, ' '), reply.pictures]).toEqual([
      'Look: ![a plan](cid:plan@client)',
      ['plan@client'],
    ]);
    expect(picturesIn(reply.elided)).toEqual(['theirs']);
  });

  it('are known where the plain text leads, which has none', () => {
    const mail = { text: 'Look:', html: `<p>Look:</p>${IMG}` };
    expect(extractReply({ mail })).toMatchObject({ text: 'Look:', pictures: ['plan@client'], confidence: 0.9 });
  });

  it('come from no other place than the mail', () => {
    const remote = '<img src="https://tracker.example/x.gif" alt="x"><img src="data:image/png;base64,AA"><img>';
    expect(html(`<p>Hi</p>${remote}`)).toMatchObject({ text: 'Hi', pictures: [] });
  });

  it('are not buttons', () => {
    expect(html(`<p>Hi</p><a href="https://example.test/x">${IMG}</a>`).text).not.toContain('https://');
  });
});

describe('an attachment of a mail', () => {
  const raw = Buffer.from(
    [
      'Content-Type: multipart/related; boundary=edge',
      '',
      '--edge',
      'Content-Type: text/html',
      '',
      '<img src="cid:plan%40client">',
      '--edge',
      'Content-Type: image/png; name=plan.png',
      'Content-ID: <plan@client>',
      'Content-Disposition: inline; filename=plan.png',
      '',
      'just words',
      '--edge',
      'Content-Type: text/plain',
      'Content-Disposition: attachment; filename=notes.txt',
      '',
      'notes',
      '--edge--',
    ].join('\r\n'),
  );

  it('is known by its octets, and without them unless they are wanted', async () => {
    const { attachments } = await readMessage(raw);
    expect(attachments).toMatchObject([
      {
        filename: 'plan.png',
        mediaType: 'image/png',
        actualType: 'text/plain',
        contentId: 'plan@client',
        isInline: true,
        isReferenced: true,
      },
      { filename: 'notes.txt', isInline: false, isReferenced: false },
    ]);
    expect(attachments.some(({ content }) => content)).toBe(false);
    const wanted = await readMessage(raw, new Set([attachments[1]!.sha256]));
    expect(wanted.attachments.map(({ content }) => content && Buffer.from(content).toString())).toEqual([
      undefined,
      'notes',
    ]);
  });
});
