/** What a megabyte is here. */
const MEGABYTE = 1_000_000;
export const filled = (piece: string): string => piece.repeat(Math.ceil(MEGABYTE / piece.length)).slice(0, MEGABYTE);

const SENTENCES = 'Can we ship on Friday, or do we wait for the translation? The window takes 20 minutes. ';
/** A sent mail of 100 kB, no two lines of which are the same. */
export const SENT = {
  text: Array.from({ length: 1_000 }, (_, at) => `${at} ${SENTENCES}`).join('\n'),
  subject: 'Release 4.2',
  from: 'Replyline <noreply@example.test>',
};

/** A megabyte of each, made when it is asked for. */
export const HOSTILE_TEXTS: Readonly<Record<string, () => string>> = {
  newlines: () => filled('\n'),
  'newlines and spaces': () => filled(' \r\n'),
  'On on one line': () => filled('On '),
  'On on lines': () => filled('On \n'),
  'On with a date, on lines': () => filled('On Mon 2024 a@b.test\n'),
  attributions: () => filled('On Mon 2024 a@b.test wrote:\n'),
  '> on one line': () => filled('>'),
  '> on lines': () => filled('>\n'),
  '> > > on one line': () => filled('> > > '),
  '> > > on lines': () => filled('> > > \n'),
  'one line of words': () => filled('word '),
  'one word': () => filled('a'),
  'lines of a word': () => filled('a\n'),
  dashes: () => filled('-'),
  'dashes on lines': () => filled('-\n'),
  'underscores and words': () => filled('____ word\n'),
  'From:': () => filled('From: '),
  'From: on lines': () => filled('From: a@b.test\n'),
  'header blocks': () => filled('From: a@b.test\nSent: Monday\nTo: c@d.test\nSubject: x\n\n'),
  base64: () => filled(`${'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAx'}\n`),
  'base64 on one line': () => filled('QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5ejAx'),
  'combining characters': () => `a${filled('\u0301')}`,
  'combining characters on lines': () => filled('a\u0301\u0323\n'),
  emoji: () => filled('👩‍👩‍👧‍👦'),
  'Han characters': () => filled('回复'),
  spaces: () => `yes${filled(' ')}x`,
  'no-break spaces': () => `yes${filled('\u00a0')}x`,
  'zero-width spaces': () => `yes${filled('\u200b')}x`,
  links: () => filled('https://example.test/a?b=c '),
  'half links': () => filled('https://'),
  addresses: () => filled('a@b.'),
  'half pictures': () => filled('[image:'),
  closings: () => filled('Regards\n'),
  'labels of signatures': () => filled('Tel: +49 30 123456\n'),
  'legal lines': () => filled('This e-mail is confidential\n'),
  devices: () => filled('Sent from my iPhone\n'),
  'names behind dashes': () => filled('\n-Ada Lovelace\n'),
  'the sent mail ten times': () => SENT.text.repeat(10),
  'the sent mail ten times, quoted deeper and deeper': () =>
    Array.from({ length: 10 }, (_, depth) => SENT.text.replace(/^/gm, '> '.repeat(depth))).join('\n'),
  'the sent mail with an answer below each line': () => `${SENT.text.replace(/\n/g, '\nYes.\n')}\n`.repeat(10),
};

export const HOSTILE_HTML: Readonly<Record<string, () => string>> = {
  'nested <div>': () => `${filled('<div>')}hello`,
  'nested <blockquote>': () => `${filled('<blockquote type="cite">')}hello`,
  'nested <table>': () => `${filled('<table><tr><td>')}hello`,
  'nested <div class="gmail_quote">': () => `${filled('<div class="gmail_quote">')}hello`,
  'nested <b>': () => `${filled('<b>a')}hello`,
  'nested <ul>': () => `${filled('<ul><li>a')}hello`,
  'nested <a>': () => `${filled('<a href="https://x.test/a">b')}hello`,
  'sibling <div>': () => `${filled('<div>a</div>')}hello`,
  'sibling <p>': () => `${filled('<p>yes</p>')}hello`,
  '<br>': () => `${filled('<br>')}hello`,
  '<hr>': () => `${filled('<hr>')}hello`,
  'closing tags': () => `${filled('</div>')}hello`,
  'open tags': () => filled('<'),
  'unclosed tags': () => filled('<div '),
  'unclosed attributes': () => filled('<a href="'),
  'many attributes': () => `<div ${filled('a="b" ')}>hello`,
  'unclosed comments': () => filled('<!-- '),
  'unclosed CDATA': () => filled('<![CDATA['),
  'unclosed entities': () => filled('&#'),
  entities: () => filled('&amp;'),
  ampersands: () => filled('&'),
  'a long style': () => `<div style="${filled('margin : 0 ;')}">hello</div>`,
  'a long class': () => `<div class="${filled('x_')}">hello</div>`,
  'many styles': () => filled('<p style="margin:0;display : block">a</p>'),
  'a picture': () => `<img src="data:${filled('A')}">hello`,
  'cells of one row': () => filled('<td>a|b'),
  'codes on one line': () => filled('<code>a`</code>'),
  'pictures on one line': () => filled('<img src="https://x.test/a" alt="a">b'),
  'typed brackets': () => filled('[a'),
  'one line of text': () => filled('word '),
  'a megabyte of <pre>': () => `<pre>${filled('a\n')}</pre>`,
  'the sent mail as a table': () => `<table>${SENT.text.replace(/.*/g, '<tr><td>$&</td></tr>')}</table>`.repeat(8),
};

const nested = (depth: number): string => {
  let body = 'hello\r\n';
  for (let level = 0; level < depth; level += 1) body = `Content-Type: message/rfc822\r\n\r\n${body}`;
  return body;
};
const multiparts = (depth: number): string =>
  Array.from({ length: depth }, (_, at) => `Content-Type: multipart/mixed; boundary=b${at}\r\n\r\n--b${at}\r\n`).join(
    '',
  ) + 'hello';

export const HOSTILE_MESSAGES: Readonly<Record<string, () => string>> = {
  'nested message/rfc822': () => nested(30_000).slice(0, MEGABYTE),
  'nested multiparts': () => multiparts(10_000).slice(0, MEGABYTE),
};
