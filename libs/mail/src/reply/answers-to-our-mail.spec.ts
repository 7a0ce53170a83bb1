import { describe, expect, it } from '@jest/globals';
import { PROMPT } from '../facts/prompt.js';
import { extractReply } from './extract-reply.js';

const LINES = [
  PROMPT,
  '',
  'Alice Example mentioned you in Release 4.2:',
  '',
  '@bob can we ship on Friday, or do we wait for the translation?',
  '',
  'The database change needs a maintenance window of 20 minutes.',
];
const sent = {
  text: LINES.join('\n'),
  subject: 'Alice Example mentioned you in Release 4.2',
  from: 'Replyline <r@example.test>',
};
const ATTRIBUTION = 'On Mon, Jan 15, 2024 at 2:30 PM Replyline <r@example.test> wrote:';
const HEADER = [
  'From: Replyline <r@example.test>',
  'Sent: Monday, January 15, 2024 2:30 PM',
  'To: Bob <bob@example.test>',
  `Subject: ${sent.subject}`,
];
const read = (mail: { text?: string; html?: string }) => extractReply({ mail, sent });
const textOf = (text: string): string => read({ text }).text;
const quoted = (lines: readonly string[], prefix = '> '): string =>
  lines.map((line) => (prefix + line).trimEnd()).join('\n');

describe('the header above our mail', () => {
  it.each([
    ['one field more', ['Importance: High']],
    ['two, in another language', ['Kategorien: Rote Kategorie', 'Wichtigkeit: Hoch']],
    ['one that says what it is about', [`Ogg: ${sent.subject}`]],
  ])('ends below %s', (_name, further) => {
    expect(textOf(`Ship it.\n\n${[...HEADER, ...further].join('\n')}\n\n${LINES.join('\n')}`)).toBe('Ship it.');
  });

  it('is over where the person goes on', () => {
    const typed = `${HEADER.join('\n')}\n\nNote: ship it.\n\n${LINES.join('\n')}`;
    expect(textOf(typed)).toBe('Note: ship it.');
  });

  it('begins below a line of the person that looks like one of its fields', () => {
    const text = 'Friday is fine.\nDate: the 25th is fine too.';
    expect(textOf(`${text}\n\n${HEADER.join('\n')}\n\n${LINES.join('\n')}`)).toBe(text);
  });

  it.each([
    'Q: is it safe?\nA: yes',
    'The valve:\nVon: 12 bar\nBis: 14 bar\nDatum: heute',
    'Date: the 25th\nTo: Lisbon',
  ])('begins below the line that a client draws, and not in what is said right above that: %j', (said) => {
    const drawn = `${said}\n________________________________\n${HEADER.join('\n')}\n\n${LINES.join('\n')}`;
    expect(textOf(drawn)).toBe(said);
    expect(extractReply({ mail: { text: drawn } }).text).toBe(said);
  });

  it('is a header too where a blank line stands behind each field, or another header below it', () => {
    expect(textOf(`Ship it.\n\n${HEADER.join('\n\n')}\n\n${LINES.join('\n')}`)).toBe('Ship it.');
    const twice = [...HEADER, '', ...HEADER].join('\n');
    expect(textOf(`Ship it.\n\n${twice}\n\n${LINES.join('\n')}`)).toBe('Ship it.');
  });
});

describe('our mail is known although', () => {
  it('a telephone has the header above it on one line, with labels of two words', () => {
    const header = '보낸 사람: Replyline <r@example.test> 날짜: 24/1/15 14:30 (GMT+09:00) 받는 사람: bob@example.test';
    const glued = `-------- 원본 메일 --------${header} \n${LINES.join('\n')}`;
    expect(textOf(`Ship it.\n\n${glued}`)).toBe('Ship it.');
  });

  const inOneLine = LINES.filter((line) => line !== '').join(' ');

  it('a client begins it on the line that introduces it', () => {
    expect(textOf(`Ship it.\n\n  ${ATTRIBUTION}   ${LINES.join('\n')}`)).toBe('Ship it.');
  });

  it('a converter lost its line ends', () => {
    expect(textOf(`Ship it.\n${ATTRIBUTION} ${inOneLine}`)).toBe('Ship it.');
    expect(textOf(`Ship it. Today at 2. ${ATTRIBUTION} ${inOneLine}`)).toBe('Ship it. Today at 2.');
    const html = `<p>Ship <b>it</b>.</p><p>${ATTRIBUTION.replace(/[<>]/g, '')} ${inOneLine}</p>`;
    expect(read({ html }).text).toBe('Ship **it**.');
  });

  it('something doubled all line ends', () => {
    const answer = 'Ship it.\nThe translation can wait.\n\nBob has the window.';
    const wrapped = ATTRIBUTION.replace('wrote', '\nwrote');
    const mail = `${answer}\n\n${wrapped}\n\n${quoted(LINES)}`;
    expect(textOf(mail.replaceAll('\n', '\r\r\n'))).toBe(answer);
  });

  it('what the person said there stays, who quotes an own mail once more', () => {
    const [first, ...rest] = LINES.slice(2);
    const own = `> Bob Harker wrote:\n>> Replyline wrote:\n>>> ${first}\n>> Yes, on Friday.\n${quoted(rest, '>>> ')}`;
    const mail = {
      text: `See my answers.\n\nCarol wrote:\n${own}`,
      from: [{ address: 'bob@harker.test', name: 'Bob Harker' }],
    };
    expect(extractReply({ mail, sent }).text).toContain('Yes, on Friday.');
  });

  it('other people quoted it first, and said something below it', () => {
    const mail = `Carol wrote:\n> Dan wrote:\n>> Replyline wrote:\n${quoted(LINES.slice(2), '>>> ')}\n>> Who knows?\n> Nobody.`;
    expect(textOf(`${mail}\n\nI do: ship it.`)).toBe('I do: ship it.');
  });
});

describe('what a person writes stays although', () => {
  it('it speaks of the prompt', () => {
    const text = `In the mail stands what I do not see when I open it on my telephone: ${PROMPT}, or do I?`;
    expect(textOf(`${text}\n\n${ATTRIBUTION}\n\n${quoted(LINES)}`)).toBe(text);
  });

  it.each([
    ['FairEmail', 'fairemail="reference"'],
    ['Proton', 'class="protonmail_quote"'],
  ])('it stands below the quote in what %s puts around it', (_client, mark) => {
    const ours = `<p>${LINES.filter((line) => line !== '').join('</p><p>')}</p>`;
    const attribution = ATTRIBUTION.replace('<', '&lt;').replace('>', '&gt;');
    const html = `<div ${mark}>${attribution}<br><blockquote>${ours}</blockquote><div>Ship it.</div></div>`;
    expect(read({ html }).text).toBe('Ship it.');
  });

  it('its paragraphs are lines, and so are those that it quotes', () => {
    const text = 'One.\n\nTwo.\n\n> Three.\n\n> Four.\n\nFive.';
    expect(textOf(text)).toBe(text);
  });
});

describe('where our mail has no prompt, an answer that stands nowhere else', () => {
  const UNPROMPTED = LINES.slice(2);
  const without = { ...sent, text: UNPROMPTED.join('\n') };
  const readWithout = (mail: { text?: string; html?: string }): string => extractReply({ mail, sent: without }).text;

  it('stays where it was typed between the attribution and the quote', () => {
    expect(readWithout({ text: `${ATTRIBUTION}\n\nShip it.\n\n${quoted(UNPROMPTED)}` })).toBe('Ship it.');
  });

  it('stays where it was typed into the quote, above the first line of ours', () => {
    expect(readWithout({ text: `${ATTRIBUTION}\n\n> Ship it.\n>\n${quoted(UNPROMPTED)}` })).toBe('Ship it.');
    const ours = `<p>${UNPROMPTED.filter((line) => line !== '').join('</p><p>')}</p>`;
    const attribution = `<div class="moz-cite-prefix">${ATTRIBUTION.replace(/<.*>/, '')}</div>`;
    const html = `${attribution}<blockquote type="cite"><p>Ship it.</p>${ours}</blockquote>`;
    expect(readWithout({ html })).toBe('Ship it.');
  });

  it.each([
    ['the quote begins with a translation', `> Ada hat dich erwähnt:\n>\n${quoted(UNPROMPTED.slice(2))}`],
    ['a gateway put its banner there', `> CAUTION: External email. Do not click links.\n>\n${quoted(UNPROMPTED)}`],
    ['what is cited is cited deeper', `>> Which Friday?\n>\n${quoted(UNPROMPTED)}`],
  ])('is none where %s', (_name, quote) => {
    expect(readWithout({ text: `${ATTRIBUTION}\n\n${quote}` })).toBe('');
    expect(readWithout({ text: `Ship it.\n\n${ATTRIBUTION}\n\n${quote}` })).toBe('Ship it.');
  });
});

describe('the marks of a client:', () => {
  const ours = `<p>${LINES.filter((line) => line !== '').join('</p><p>')}</p>`;

  it('Foxmail draws a line above the signature', () => {
    const rule = '<hr style="width:210px;height:1px" color="#b5c4df" size="1" align="left">';
    const html = `<div>Ship it.</div>${rule}<div>Bob at Example Inc.</div><blockquote type="cite">${ours}</blockquote>`;
    expect(read({ html }).text).toBe('Ship it.');
    const own = `<div>Ship it.</div><hr><div>And tell Carol.</div><blockquote type="cite">${ours}</blockquote>`;
    expect(read({ html: own }).text).toContain('And tell Carol.');
  });

  it('Postbox writes who and when above the quote', () => {
    const header =
      '<div class="__pbConvHr"><a href="mailto:r@example.test">Replyline</a><div>15 January 2024</div></div>';
    const html = `<div>Ship it.</div><blockquote type="cite">${header}${ours}</blockquote>`;
    expect(read({ html }).text).toBe('Ship it.');
  });
});
