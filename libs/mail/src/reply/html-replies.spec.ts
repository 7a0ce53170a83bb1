import { describe, expect, it } from '@jest/globals';
import { extractReply } from './extract-reply.js';

const from = [{ address: 'ada@example.test', name: 'Ada Lovelace' }];
const read = (html: string, text?: string): string =>
  extractReply({ mail: { html, from, ...(text !== undefined && { text }) } }).text;

const HEADER =
  '<b>From:</b> Bob Stone &lt;bob@example.test&gt;<br><b>Sent:</b> Monday, 9 March 2026 10:00<br><b>To:</b> Ada<br><b>Subject:</b> Ladder';
const CLASSIC = `<div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>${HEADER}</p></div></div>`;
const WEB = `<hr style="display:inline-block;width:98%"><div id="divRplyFwdMsg" dir="ltr">${HEADER}</div>`;
const GMAIL =
  '<div class="gmail_quote gmail_quote_container"><div class="gmail_attr">On Mon, 9 Mar 2026 at 10:00 Bob &lt;bob@example.test&gt; wrote:</div><blockquote class="gmail_quote">Who brings the ladder?</blockquote></div>';
const QUESTION = '<p>Who brings the ladder?</p>';

describe('an answer inside the quote, in a colour', () => {
  const red = (words: string): string => `<p><span style='color:red'>${words}</span></p>`;

  it.each([
    ['English', 'Please see my answers in red.'],
    ['German', 'Meine Antworten stehen in rot im Text.'],
    ['French', 'Mes réponses en rouge.'],
    ['Spanish, with a word between', 'Respondo en color rojo.'],
    ['Finnish', 'Vastaukset punaisella.'],
    ['Polish', 'Odpowiedzi na czerwono.'],
    ['Russian', 'Ответы красным.'],
    ['Japanese', '赤字で回答します。'],
    ['Chinese', '我用红色标出了。'],
    ['Hebrew', 'התשובות באדום'],
  ])('is read where the person says so in %s', (_language, said) => {
    expect(read(`<p>${said}</p>${CLASSIC}${QUESTION}${red('I do.')}<p>Bob</p>`)).toBe(`${said}\n\nI do.`);
  });

  it.each([
    ['behind the question', '<p>Who? <span style="color:#C00000">I do.</span></p>', 'I do.'],
    ['in an item of a list', '<ul><li>Who?</li><li><font color="#ff0000">I do.</font></li></ul>', '- I do.'],
    [
      'in a table',
      '<table><tr><td>Who</td><td><b style="color:red">Me</b></td></tr><tr><td>When</td><td>-</td></tr></table>',
      '**Me**',
    ],
    ['marked with a pen', '<p>Who? <span style="background:red;mso-highlight:red">I do.</span></p>', 'I do.'],
    [
      'in Gmail',
      '<blockquote class="gmail_quote">Who? <span style="color:rgb(255,0,0)">I do.</span></blockquote>',
      'I do.',
    ],
  ])('is read %s', (_where, quote, answer) => {
    expect(read(`<p>In red below.</p>${CLASSIC}${quote}`)).toBe(`In red below.\n\n${answer}`);
  });

  it('is only what has that colour', () => {
    const quote = `${QUESTION}<p style="color:#1F497D">I am blue.</p><p style="color:#333333">Grey.</p><a href="https://a.example.test"><b><u><span style="color:red">a link</span></u></b></a>`;
    expect(read(`<p>In red below.</p>${CLASSIC}${quote}`)).toBe('In red below.');
  });

  it('is quote where the person speaks of no colour, or of one that somebody wears', () => {
    for (const said of ['See below.', 'Redo it!', 'The red ladder is mine.', 'We are in the red.'])
      expect(read(`<p>${said}</p>${CLASSIC}${QUESTION}${red('Until Friday!')}`)).toBe(said);
  });

  it('is quote below the header of an older mail', () => {
    const older = `${QUESTION}${CLASSIC}${red('Until Friday!')}`;
    expect(read(`<p>In red below.</p>${CLASSIC}${older}`)).toBe('In red below.');
  });

  it('is quote where we know that we sent it', () => {
    const sent = { text: 'Who brings the ladder this Friday?\n\nUntil Friday it is only me who knows it!' };
    const quote = `<p>Who brings the ladder this Friday?</p>${red('Until Friday it is only me who knows it!')}${red('I do.')}`;
    const { text } = extractReply({ mail: { html: `<p>In red.</p>${CLASSIC}${quote}`, from }, sent });
    expect(text).toBe('In red.\n\nI do.');
  });
});

describe('an answer inside the quote of Outlook', () => {
  it('is what Outlook on the web renamed nothing of', () => {
    const quote =
      '<p class="x_MsoNormal">Who?</p><div class="elementToProof">I do.</div><div class="x_elementToProof">Bob</div>';
    expect(read(`<div class="elementToProof">Below.</div>${WEB}${quote}`)).toBe('Below.\n\nI do.');
  });

  it('is not what stands there where nothing is renamed', () => {
    expect(read(`<p>No.</p>${WEB}<div class="elementToProof">Who?</div>`)).toBe('No.');
  });

  it('may begin with the name of who answers', () => {
    const quote = `${QUESTION}<p><b><i>[Ada Lovelace]</i></b> I do.</p><p>[Bob Stone] And I?</p>`;
    expect(read(`<p>Below.</p>${CLASSIC}${quote}`)).toBe('Below.\n\n***\\[Ada Lovelace\\]*** I do.');
  });
});

describe('what a person quotes from somewhere else', () => {
  it.each([
    ['a block quote', '<blockquote>Not before May.</blockquote>'],
    [
      'the button of Gmail',
      '<blockquote class="gmail_quote" style="border-left:1px solid">Not before May.</blockquote>',
    ],
  ])('stays: %s', (_how, quote) => {
    expect(read(`<div>The supplier wrote:</div>${quote}<div>So we wait.</div><br>${GMAIL}`)).toBe(
      'The supplier wrote:\n\n> Not before May.\n\nSo we wait.',
    );
  });

  it('is the quote of the client where nothing is typed below it', () => {
    const quote = '<div>On 9 March 2026 Bob wrote:</div><blockquote>Who?</blockquote>';
    expect(read(`<div>Me.</div>${quote}`)).toBe('Me.');
    expect(read(`<div>Me.</div><div>On 9 March 2026 Bob wrote:</div><blockquote>Who?${GMAIL}</blockquote>`)).toBe(
      'Me.',
    );
  });
});

describe('a list that Word draws', () => {
  const item = (level: number, bullet: string, text: string): string =>
    `<p class=MsoListParagraph style='text-indent:-18.0pt;mso-list:l0 level${level} lfo1'><![if !supportLists]><span style='font-family:Symbol'><span style='mso-list:Ignore'>${bullet}<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>${text}<o:p></o:p></p>`;

  it('is a list', () => {
    const bullets = item(1, '·', 'one') + item(2, 'o', 'in it') + item(1, '§', 'two');
    expect(read(bullets)).toBe('- one\n  - in it\n- two');
    expect(read(item(1, '1.', 'one') + item(2, 'a)', 'in it') + item(1, '2.', 'two'))).toBe(
      '1. one\n  a) in it\n2. two',
    );
  });

  it('keeps what numbers it in words', () => {
    expect(read(item(1, 'Q1:', 'Yes') + item(1, 'Article 2.', 'No'))).toBe('Q1: Yes\nArticle 2. No');
  });
});

describe('a signature in HTML', () => {
  it.each([
    ['Yahoo', '<div class="ydp5c2f1f1asignature">'],
    ['Zoho', '<div id="Zm-_Id_-Sgn" data-sigid="1">'],
    ['Canary', '<div id="CanarySig">'],
    ['eM Client', '<div id="signature_old">'],
    ['Infomaniak', '<div class="editorUserSignature">'],
    ['FairEmail', '<div fairemail="signature">'],
    ['Mailbird', '<div class="mb_sig">'],
    ['a gateway', '<div id="EXCLAIMER_SIG">'],
    ['a virus scanner', '<div id="DAB4FAD8-2DD7-40BB-A1B8-4E2AA1F9FDF2">'],
  ])('of %s is known by its name', (_whose, element) => {
    expect(read(`<div>I do.</div>${element}<div>Ada, House 12</div></div>`)).toBe('I do.');
  });

  it.each([
    '<div class="e-signature">',
    '<div class="assignature">',
    '<div id="signature_page_of_the_contract">',
    '<div class="design">',
  ])('is not %s', (element) => {
    expect(read(`<div>I do.</div>${element}<div>House 12</div></div>`)).toBe('I do.\nHouse 12');
  });

  const CARD =
    '<table><tr><td><img src="https://a.example.test/logo.png" alt="Engines"></td><td><b>Ada Lovelace</b><br>Analyst<br><a href="tel:+4420">+44 20</a></td></tr></table>';

  it('may be a card with the name of who writes, a picture and a telephone', () => {
    expect(read(`<p>I do.</p>${CARD}`)).toBe('I do.');
    expect(read(`<p>I do.</p>${CARD}${CLASSIC}${QUESTION}`)).toBe('I do.');
  });

  it('is no table that says something else', () => {
    expect(read(CARD.replace('Analyst', 'I approve plan B, ship it.'))).toContain('I approve plan B, ship it.');
    expect(read(`<p>Ask them:</p>${CARD.replace('Ada Lovelace', 'Bob Stone')}`)).toContain('Bob Stone');
    expect(read(`<table><tr><td>I do.</td></tr><tr><td>${CARD}</td></tr></table>`)).toBe('I do.');
    expect(read(CARD.replace(/<img[^>]*>/, 'Who'))).toContain('Ada Lovelace');
  });
});

describe('a quote in HTML', () => {
  it('has the line that Notes writes above its header', () => {
    const header =
      'From: Bob Stone &lt;bob@example.test&gt;<br>To: Ada<br>Date: 09/03/2026 17:12<br>Subject: Ladder<br><hr>Who?';
    expect(read(`I do.<br><br>Bob Stone ---09/03/2026 17:12:00---Who brings the ladder?<br><br>${header}`)).toBe(
      'I do.',
    );
  });

  it('stands below a header behind signs', () => {
    const header =
      '&gt;-------- Original --------<br>&gt;From: Bob &lt;bob@example.test&gt;<br>&gt;To: Ada<br>&gt;Date: 09.03.2026 18:22<br>&gt;Seen: no<br>';
    expect(read(`I do.<br><br>${header}<blockquote>Who?</blockquote>`)).toBe('I do.');
  });

  it('is marked by FairEmail', () => {
    expect(read('<div>I do.</div><div fairemail="reference"><p>Bob:</p><blockquote>Who?</blockquote></div>')).toBe(
      'I do.',
    );
  });
});

describe('a mail of a helpdesk', () => {
  it('says what stands below the line at its top', () => {
    const top = '<div>##- Please type your reply above this line -##</div>';
    expect(read(`${top}<p>The fibre is repaired.</p>`)).toBe('The fibre is repaired.');
    expect(read(`<p>Thanks!</p>${top}<p>The fibre is repaired.</p>`)).toBe('Thanks!');
  });
});

describe('a mail in two forms', () => {
  it('is read from the HTML where the text only says that there is one', () => {
    expect(read('<p>Me, at eight.</p>', 'This message is in HTML. Please view it in a browser.')).toBe('Me, at eight.');
    expect(read('<p>HTML is best.</p>', 'HTML is best.')).toBe('HTML is best.');
  });

  it('has the links that the person made, not those of a gateway', () => {
    const html =
      '<p><a href="https://gateway.example.test/?url=a" originalsrc="https://a.example.test/b">Here</a>.</p>';
    expect(read(html)).toBe('[Here](https://a.example.test/b).');
    expect(read('<a href="https://a.example.test/b" originalsrc="javascript:x">Here</a>')).toBe(
      '[Here](https://a.example.test/b)',
    );
  });
});

describe('a reaction', () => {
  const LINK = 'https://www.google.com/gmail/about/?utm_source=a&utm_medium=et&utm_campaign=emojireactionemail#app';

  it.each(['Ada Lovelace reacted via', 'Ada Lovelace hat reagiert über'])('is the picture, and not %j', (said) => {
    const line = `<p style="margin-top:10px">${said} <a href="${LINK.replaceAll('&', '&amp;')}">Gmail</a></p>`;
    expect(read(`<p style="font-size:50px">🎉</p>${line}<br>${GMAIL}`, `🎉\n\n${said} Gmail <${LINK}>`)).toBe('🎉');
  });
});

describe('a picture that Outlook writes as a letter of another font', () => {
  const inFont = (letter: string): string => `<span style='font-family:Wingdings'>${letter}</span>`;

  it.each([
    ['a smile', inFont('J'), '🙂'],
    ['an arrow', inFont('&agrave;'), '→'],
    ['a font around a font', `<font face="Wingdings"><span>L</span></font>`, '🙁'],
    ['but not a letter', '<span style="font-family:Calibri">J</span>', 'J'],
    ['nor words', inFont('Jam'), 'Jam'],
  ])('is that picture: %s', (_name, written, shown) => {
    expect(read(`<p class=MsoNormal>I bring it ${written}</p>${CLASSIC}${QUESTION}`)).toBe(`I bring it ${shown}`);
  });
});

describe('the header of the quoted mail in the cells of a table', () => {
  const table = (...rows: readonly (readonly string[])[]): string =>
    `<table>${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('')}</table>`;

  it('is no answer', () => {
    const header = table(['发件人', 'Bob&lt;bob@example.test&gt;'], ['日期', '2026年03月09日'], ['主题', 'Ladder']);
    expect(read(`<div>我来。</div><div>---- 回复的原邮件 ----</div>${header}${QUESTION}`)).toBe('我来。');
  });

  it('but a table of a journey is one', () => {
    const journey = table(['From', 'Lyon'], ['To', 'Paris'], ['Date', 'Monday']);
    expect(read(`<div>Like that:</div>${journey}<div>Is it right?</div>`)).toContain('Paris');
  });
});

describe('below the delimiter that Gmail puts above a signature', () => {
  const signature =
    '<span class="gmail_signature_prefix">-- </span><br><div dir="ltr" class="gmail_signature">Ada Lovelace<br>Works</div>';

  it('the signature goes, and what is written below it stays', () => {
    expect(read(`<div>I do.<br>${signature}</div><br>${GMAIL}`)).toBe('I do.');
    expect(read(`<div>I do.<br>${signature}<div><br></div><div>And the paint, too</div></div><br>${GMAIL}`)).toBe(
      'I do.\n\nAnd the paint, too',
    );
  });
});
