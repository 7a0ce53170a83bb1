import { filled, SENT } from './hostile-inputs.js';

const MEGABYTE = 1_000_000;
type Inputs = Readonly<Record<string, () => string>>;

const repeated = (pieces: Readonly<Record<string, string>>): Inputs =>
  Object.fromEntries(Object.entries(pieces).map(([name, piece]) => [name, () => filled(piece)]));

/** A megabyte of pieces no two of which are the same: nothing that was seen once helps with the next. */
function numbered(piece: (number: number) => string): string {
  let text = '';
  for (let number = 0; text.length < MEGABYTE; number += 1) text += piece(number);
  return text.slice(0, MEGABYTE);
}

const SENT_LINES = SENT.text.split('\n');

/** Each table and each expression by itself. */
export const ATTACKS_IN_TEXT: Inputs = {
  ...repeated({
    'a drawn line that ends like an attribution': `${'- '.repeat(190)}x:\n`,
    'verbs and a colon': `${'wrote '.repeat(60)}:\n`,
    'addresses and a colon': `${'a@b.c '.repeat(60)}:\n`,
    'dates and a colon': `${'1/1/1 '.repeat(60)}:\n`,
    'half brackets': '<<<<@>:\n',
    'words of the prompt': 'Please type your reply\n',
    prompts: 'Please type your reply above this line\n',
    'the Japanese prompt': 'この行より上に返信を入力してください',
    'labels and blank lines': 'From: a@b.test\n \n',
    'two labels': 'From: a\nSent: b\n',
    'Chinese labels': '发件人：甲\n',
    'spread labels': '差 出 人 ： a\n',
    'long labels': `${'ſ'.repeat(33)}:\n`,
    separators: '-----Original Message-----\n',
    delimiters: '-- \n',
    'GroupWise lines': '>>> Ada <ada@example.test> 15.01.2024 15:30 >>>\n',
    'mbox lines': '>From here\n',
    'words with combining characters': 'e\u0301\u0323\u0300 ',
    'zero-width spaces in words': 'a\u200bb ',
    'direction marks': '\u202ea\u202c ',
    'a ligature of a phrase': '\ufdfa',
    'lines of emoji': '👍\n',
    'half characters': '\ud83d',
    'pictures in brackets': '[cid:a@b]\n',
    'Markdown pictures': '![a](cid:b)',
    'half Markdown pictures': '![a](cid:',
    'long legal paragraphs': `${'this e-mail is confidential recipient '.repeat(75)}\n\n`,
    footers: 'You received this message because you are subscribed\n',
    'a device behind a word': 'See you!Sent from my phone\n',
    Thai: 'สวัสดีครับผมตอบกลับ',
    'Thai lines': 'สวัสดีครับผมตอบกลับ\n',
    'Korean words': '한국어 답장 ',
    'Hindi lines': 'यह ईमेल गोपनीय है\n',
    stars: '* * *\n',
    'line ends of Windows': 'a\r\n',
    'line ends of old': 'a\r',
    'soft line ends': '=\n',
    tags: '<div class=gmail_quote>',
    'labels and colons': 'слово слово слово слово: \n',
    'addresses on lines': '"Ada" a@b.test – 15 January 2024 15:30\n',
    'words behind digits': '𝟘𝟙𝟚 ',
  }),
  'half pictures before one bracket': () => `${'[image:'.repeat(22_000)}]`,
  'numbered Arabic attributions': () => numbered((at) => `في ${at} يناير ٢٠٢٤ الساعة ١٠:٠٠ كتب <a${at}@b.test>:\n`),
  'numbered Chinese lines with a colon': () => numbered((at) => `第${at}行是这个样子的文字没有空格：\n`),
  'numbered settings': () => numbered((at) => `k${at}: 2024-01-01 10:00 <a${at}@b.test>\n`),
  'numbered attributions': () =>
    numbered((at) => `On Mon, ${at} Jan 2024 at 10:${at % 60}, P ${at} <p${at}@b.test> wrote:\n`),
  'numbered Chinese attributions': () => numbered((at) => `${at}年1月1日 10:${at % 60} 张三 <p${at}@b.test> 写道：\n`),
  'labels in no language': () => numbered((at) => `Feladoo: Ada ${at} <ada@example.test>\nWann: 2024-01-01 10:00\n`),
  'numbered lines': () => numbered((at) => `this is line ${at}\n`),
  'numbered Russian lines': () => numbered((at) => `это строка номер ${at} и ещё слова\n`),
  'numbered words': () => numbered((at) => `word${at} `),
  'numbered links': () => numbered((at) => `https://example.test/a?b=${at}\n`),
  'numbered answers in a quote': () => numbered((at) => `> quoted line ${at} with words\nanswer ${at}\n`),
  'answers to each line that was sent': () =>
    numbered((at) => `> ${SENT_LINES[at % SENT_LINES.length]}\nanswer ${at}\n`),
  'legal paragraphs': () =>
    numbered((at) => `This e-mail is confidential and for the addressee. Received in error? Delete it. ${at}\n\n`),
};

export const ATTACKS_IN_HTML: Inputs = {
  ...repeated({
    'quotes side by side': '<div class="gmail_quote">a</div>',
    'attributions side by side': '<div class="gmail_attr">On 1 Jan 2024 x wrote:</div>',
    'many classes': '<div class="a b c d e f g h i j k l m n o p">a</div>',
    'renamed ids': '<p id="x_x_x_x_divRplyFwdMsgx">a</p>',
    'drawn borders': '<div style="border-top:solid 1px">a</div>',
    'deep forwards': `<div class="gmail_quote">${'<b>'.repeat(60)}----- x`,
    'signatures side by side': '<div class="gmail_signature">a</div>',
    'hidden lines': '<div style="display:none">a</div>',
    'tables in tables': '<table><tr><td>a<td>b<tr><td>c<td>',
    'tables of data': '<table><tr><td>a<td>b<tr><td>c<td>d</table>',
    lists: '<ul><li>a<li>b</ul>',
    'one list': '<li>a',
    'emphasis in emphasis': '<b><i>a</i></b>',
    'preformatted texts': '<pre>a</pre>',
    'conditional comments': '<!--[if mso]><p>a</p><![endif]-->',
    CDATA: '<![CDATA[a]]>',
    'entities of letters': '&#65;',
    'long entities': '&CounterClockwiseContourIntegral;',
    'soft hyphens': '&shy;',
    'typed stars': '*a ',
    'typed ticks': '`',
    'typed backslashes': '\\',
    'closing brackets': 'a] ',
    'half tags as text': '&lt;a@',
    Han: '回复',
    'pictures of the mail': '<img src="cid:a" alt="b">',
    headings: '<h1>a</h1>',
    'wide spaces': 'a  ',
    'blank paragraphs': '<p>&nbsp;</p>',
    'open paragraphs': '<p>a',
    'lists of Word':
      '<p class="MsoListParagraph" style="mso-list:l0 level1 lfo1"><span style="mso-list:Ignore">1.</span>a</p>',
    'colours in a quote': '<blockquote type="cite"><font color="red">a</font></blockquote>',
    'emoji that are pictures': '<img data-emoji="👍" alt="👍">',
    'emoji that are short pictures': '<img alt=👍>',
    'cards of contacts': '<table><tr><td><img src="cid:a"><td><a href="tel:1">Ada</a></table>',
    'names of signatures': `<p class="${'sigx '.repeat(200)}">a</p>`,
    'hidden scripts': '<noscript>a</noscript>b',
  }),
  'numbered tables': () =>
    numbered((at) => `<table><tr><td>${at}</td><td>a</td></tr><tr><td>c</td><td>${at}</td></tr></table>`),
  'line ends beyond what is read': () => `${'<p>a</p>'.repeat(3_000)}${filled('\n a')}`,
  'unclosed style': () => `<style>${filled('a>b{c:d} ')}`,
  'an unclosed script': () => `<script>${filled('a<b ')}`,
  CSS: () => `<style>${filled('a>b:not(c){d:e} ')}</style>hello`,
  'numbered attributes': () => numbered((at) => `<p a${at}=1>x</p>`),
  'numbered links in HTML': () => numbered((at) => `<a href="https://x.test/${at}">word ${at}</a> `),
  'numbered attributions in HTML': () =>
    numbered((at) => `<div>On Mon, ${at} Jan 2024 at 10:00, P ${at} &lt;p${at}@b.test&gt; wrote:</div>`),
  'blank lines between two quotes': () =>
    `<div>On 1 Jan 2024 at 10:00, P &lt;p@b.test&gt; wrote:</div><blockquote>a</blockquote>${'<br>'.repeat(3_900)}<blockquote>x</blockquote>`,
};

const HEAD = 'From: a@b.test\r\nTo: c@d.test\r\n';
const typed = (type: string, body: string): string => `${HEAD}Content-Type: ${type}\r\n${body}`;
const encoded = (encoding: string, body: string): string =>
  typed('text/plain; charset=utf-8', `Content-Transfer-Encoding: ${encoding}\r\n\r\n${body}`);

export const ATTACKS_ON_MIME: Inputs = {
  'soft line breaks': () => encoded('quoted-printable', filled('=\n')),
  'an equals sign and blanks': () => encoded('quoted-printable', `=${filled(' ')}`),
  'codes of quoted-printable': () => encoded('quoted-printable', filled('=C3=A9')),
  'broken base64': () => encoded('base64', `${filled('QUJD=\r\n')}!`),
  '10,000 parts': () => typed('multipart/mixed; boundary=b', `\r\n${'--b\r\n\r\nx\r\n'.repeat(10_000)}--b--`),
  '100,000 parts': () => typed('multipart/mixed; boundary=b', `\r\n${'--b\r\n\r\nx\r\n'.repeat(100_000)}--b--`),
  'a boundary of dashes': () => typed(`multipart/mixed; boundary="${'-'.repeat(190)}"`, `\r\n${filled('-')}`),
  '100,000 fields': () => `${numbered((at) => `X-${at}: a\r\n`)}\r\n\r\nhello`,
  '100,000 references': () => `${HEAD}References: ${filled('<a@b.test> ')}\r\n\r\nhello`,
  '100,000 recipients': () => `From: a@b.test\r\nTo: ${filled('a@b.test,')}\r\n\r\nhello`,
  'folded lines': () => `${HEAD}Subject: a${filled('\r\n ')}\r\n\r\nhello`,
  'encoded words': () => `${HEAD}Subject: ${filled('=?utf-8?B?QQ==?= ')}\r\n\r\nhello`,
  parameters: () => typed(`text/plain; ${numbered((at) => `a*${at}=b;`)}`, '\r\nhello'),
  'UTF-7': () => typed('text/plain; charset=utf-7', `\r\n${filled('+AOQ-')}`),
  'addresses in 9,900 fields': () =>
    `${'To: "A, B" <a@b.test>, (x) c@d.test, h@i.test\r\n'.repeat(9_900)}${HEAD}\r\nhi`,
  'odd names in 9,900 fields': () => `${`Cc: ${'"a\\" <b@c.test>, '.repeat(5)}\r\n`.repeat(9_900)}${HEAD}\r\nhi`,
  'envelopes in 9,900 fields': () => `${`Delivered-To: ${'a@b,'.repeat(24)}\r\n`.repeat(9_900)}${HEAD}\r\nhi`,
  'comments of servers': () =>
    `${`Authentication-Results: x; spf=pass ${'(a)b'.repeat(16_000)}\r\n`.repeat(15)}${HEAD}\r\nhi`,
  'groups of addresses': () => `From: a@b.test\r\nTo: ${'a:b@c;'.repeat(10_000)}\r\n\r\nhi`,
  'files of before MIME': () => `${HEAD}\r\n${filled('begin 644 a\n#86)C\n`\nend\n')}`,
  'format=flowed': () => typed('text/plain; format=flowed', `\r\n${filled('> a \r\n>> b \r\n')}`),
};
