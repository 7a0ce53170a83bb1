import { describe, expect, it } from '@jest/globals';
import { extractReply } from './extract-reply.js';

const from = [{ address: 'ada@example.test', name: 'Ada Lovelace' }];
const textOf = (text: string): string => extractReply({ mail: { text, from } }).text;
const htmlOf = (html: string): string => extractReply({ mail: { html, from } }).text;

describe('where the mail that was answered is not known, a quote is recognised', () => {
  it.each([
    ['a brace', '} Which door?', '} And when?'],
    ['a drawn bar', '│ Which door?', '│ And when?'],
    ['a wide sign', '＞どのドアですか？', '＞いつですか？'],
  ])('by %s before its lines', (_name, first, second) => {
    const attribution = 'On 3 March 2026 at 16:12, Bob Stone <bob@example.test> wrote:';
    expect(textOf(`${attribution}\n\n${first}\n\nThe red one.\n\n${second}\n\nToday.`)).toBe('The red one.\n\nToday.');
  });

  it.each([
    [
      'QQ Mail in English',
      '------------------ Original ------------------\nFrom: "Bob" <bob@example.test>;\nDate: Tue, Mar 3, 2026 04:12 PM\nTo: "Ada"<ada@example.test>;\nSubject: Doors',
    ],
    [
      'NetEase, in a table',
      '---- 回复的原邮件 ----\n| 发件人 | Bob<bob@example.test> |\n| 发送日期 | 2026年03月03日 16:12 |\n| 收件人 | Ada<ada@example.test> |\n| 主题 | Doors |',
    ],
    ['Interia', 'Temat: Doors\nData: 2026-03-03 16:12\nNadawca: "Bob" <bob@example.test>\nAdresat: ada@example.test;'],
  ])('below the header of %s', (_client, header) => {
    expect(textOf(`The red one.\n\n${header}\n\nWhich door?`)).toBe('The red one.');
    const sent = { text: 'Which door?\n\nAnd when shall it be painted?' };
    const mail = { text: `The red one.\n\n${header}\n\n${sent.text}`, from };
    expect(extractReply({ mail, sent }).text).toBe('The red one.');
  });

  it('and a heading between dashes is none', () => {
    expect(textOf('--- Original ---\nred\n\n--- New ---\nblue')).toBe('--- Original ---\nred\n\n--- New ---\nblue');
  });

  it('below an attribution that ends with the full stop of Armenian', () => {
    const attribution = 'երք, 3 մրտ, 2026 թ․, 16:12-ին Bob Stone <bob@example.test>-ը գրել է․';
    expect(textOf(`Կարմիրը։\n\n${attribution}\n\n> Ո՞ր դուռը`)).toBe('Կարմիրը։');
  });

  const REPLY_TO = `<replies+${'a2b3c4d5'.repeat(5)}@example.test>`;

  it.each([
    ['Khmer', `នៅថ្ងៃអង្គារ 3 មីនា 2026 វេលាម៉ោង 16:12 Bob <bob@example.test> បានសរសេរ៖`],
    ['Burmese', `အင်္ဂါ၊ ၂၀၂၆ မတ် ၃ တွင် ၁၆:၁၂ ၌ Bob ${REPLY_TO} က ရေးသားခဲ့သည်-`],
    ['a language with a full stop, wrapped', `3.3.2026, 16:12 Bob\n${REPLY_TO} kirjutet.`],
  ])('below an attribution in %s, which no colon ends', (_language, attribution) => {
    expect(textOf(`OK\n\n${attribution}\n\n> ?`)).toBe('OK');
    const sent = { text: '?', from: 'Bob <bob@example.test>' };
    expect(extractReply({ mail: { text: `OK\n\n${attribution}\n\n> ?`, from }, sent }).text).toBe('OK');
  });

  it.each([
    'I wrote to Bob <bob@example.test> on 3 March 2026 at 16:12, see below.',
    `Was it ${REPLY_TO} who asked this on 3 March 2026 at 16:12?`,
    `It came from ${REPLY_TO}.`,
  ])('and a sentence above it that names an address is none: %j', (said) => {
    expect(textOf(`${said}\n\n> Which door?`)).toBe(said);
  });

  it.each([
    [
      'English',
      'Sent from my Galaxy',
      'Original message',
      'From: Bob <bob@example.test> Date: 3/3/26 16:12 (GMT+01:00) To: Ada',
    ],
    [
      'German',
      'Von meinem/meiner Galaxy gesendet',
      'Ursprüngliche Nachricht',
      'Von: Bob <bob@example.test> Datum: 03.03.26 16:12 An: Ada',
    ],
  ])('where a telephone has lost the line ends around its header, in %s', (_language, device, original, header) => {
    const glued = `-------- ${original} --------${header} \nWhich door?`;
    expect(textOf(`The red one${device}\n${glued}`)).toBe('The red one');
    expect(textOf(`The red one\n${glued}`)).toBe('The red one');
    expect(textOf(`The red one${glued}`)).toBe('The red one');
  });

  it('and so it is where the telephone speaks Korean', () => {
    const header = '보낸 사람: Bob <bob@example.test> 날짜: 26/3/3 16:12 (GMT+09:00) 받는 사람: Ada';
    const glued = `-------- 원본 이메일 --------${header} \n어느 문이에요?`;
    expect(textOf(`빨간 문이에요.\n\n나의 Galaxy에서 보냄\n${glued}`)).toBe('빨간 문이에요.');
  });

  it.each([
    'It says -------- Original message -------- above each of them, why?',
    'Why does it say "-------- Original message --------From: Ada" there?\nCan you mend that?',
    'The log has -------- Original message --------From: ada@example.test Date: 3/3/26\nand nothing below it.',
  ])('and not where somebody speaks of such a line: %j', (said) => {
    expect(textOf(said)).toBe(said);
  });

  it('and so is an earlier mail of the person above a prompt that a helpdesk has drawn signs around', () => {
    const header = (name: string, at: string) =>
      `From: ${name} <${name}@example.test>\nSent: Monday ${at}\nTo: x\nSubject: Door`;
    const prompt = '##- Please type your reply above this line -##';
    expect(
      textOf(`And blue.\n\n${header('ada', '9:15')}\n\nRed.\n\n${header('bob', '9:00')}\n\n${prompt}\n\nWhich door?`),
    ).toBe('And blue.');
  });

  it.each([
    ['The red one', 'On Tue, 3 Mar 2026 at 16:12, Bob Stone <bob@example.test> wrote:'],
    ['The red one', '--- On Tue, 3 Mar 2026 at 16:12, bob@example.test wrote:'],
    ['The red one. And the other door', 'On 3 March 2026, at 16:12, Bob\nStone <bob@example.test>\nwrote:'],
    ['Die rote', 'Am Di., 3. März 2026 um 16:12 Uhr schrieb Bob Stone <bob@example.test>:'],
  ])('where %j and what introduces it share a line: %j', (said, attribution) => {
    expect(textOf(`Hello\n${said} ${attribution}\n\n> Which door?`)).toBe(`Hello\n${said}`);
    expect(textOf(`${said}${attribution.startsWith('-') ? '' : ' '}${attribution}\n> Which door?`)).toBe(said);
    const introduced = attribution.replace('<', '&lt;').replace('>', '&gt;');
    expect(htmlOf(`<p>${said} ${introduced}</p><blockquote>Which door?</blockquote>`)).toBe(said);
  });

  it.each([
    'Bob Stone <bob@example.test> On Tue, 3 Mar 2026 at 16:12 wrote:',
    'Bob Stone (bob@example.test) schrieb Am Di., 3. März 2026 um 16:12:',
    'El mar, 3 mar 2026 a las 16:12, Bob El Grande (<bob2026@example.test>) escribió:',
  ])('but not the name in %j', (attribution) => {
    expect(textOf(`The red one\n\n${attribution}\n\n> Which door?`)).toBe('The red one');
  });

  it('below a separator that has entities of HTML in it', () => {
    const header =
      '发件人:   "Bob"   <bob@example.test&gt;;\n发送时间:&nbsp;2026年3月3日(星期二) 下午4:12\n收件人:&nbsp;"ada"<ada@example.test&gt;;\n\n主题:&nbsp;门';
    expect(
      textOf(`红色的门。\n\n------------------&nbsp;原始邮件&nbsp;------------------\n${header}\n\n哪个门？`),
    ).toBe('红色的门。');
  });

  it('below the line of a helpdesk in any language, but not as the first of all', () => {
    const line = '##- Skriv ditt svar ovanför den här raden -##';
    expect(textOf(`Den röda dörren.\n\n${line}\n\nVilken dörr?`)).toBe('Den röda dörren.');
    expect(textOf(`${line}\n\nVilken dörr?`)).toContain('Vilken dörr?');
  });

  it('below a name, an address and a date without verb and colon', () => {
    const line = '"Bob Stone" bob@example.test – 3 March 2026 16:12';
    expect(
      htmlOf(`<p>The red one.</p><div class="quote"><div>${line}</div><blockquote>Which door?</blockquote></div>`),
    ).toBe('The red one.');
    expect(textOf(`The red one.\n\n${line}\n> Which door?`)).toBe('The red one.');
    expect(textOf(`Ask him:\n\n${line}\n\nHe is there all day.`)).toContain(line);
  });

  it('in the block that its header stands in behind signs', () => {
    const header =
      '&gt; Message du 03/03/26 16:12<br>&gt; De : "Bob" &lt;bob@example.test&gt;<br>&gt; A : ada@example.test<br>&gt; Objet : La porte<br>&gt; ';
    const html = `<p>La rouge.</p><blockquote><div>${header}</div><p>Quelle porte ?</p></blockquote>`;
    expect(htmlOf(html)).toBe('La rouge.');
    expect(htmlOf(`${html}<p>Et vite.</p>`)).toBe('La rouge.\n\nEt vite.');
  });

  it.each([
    [
      'as a table',
      '<table><tr><td><b>Bob Stone &lt;bob@example.test&gt;</b><p>03/03/2026 16:12</p></td><td><table><tr><td>An</td><td>ada@example.test</td></tr><tr><td>Kopie</td><td></td></tr><tr><td>Thema</td><td>Die Tür</td></tr></table></td></tr></table>',
    ],
    [
      'line by line',
      'Bob Stone &lt;bob@example.test&gt;<br>03.03.2026 16:12<br><br>An<br>ada@example.test<br>Kopie<br><br>Thema<br>Die Tür<br>',
    ],
  ])('below the header of Notes, %s', (_name, header) => {
    expect(htmlOf(`Die rote.<br><br>${header}<br>Welche Tür?`)).toBe('Die rote.');
  });

  it('below the header of Notes with a name that has units in place of an address', () => {
    const below = '03.03.2026 16:12\n\nAn\nAda Hall/Works@Works\nKopie\n\nThema\nDie Tür\n\n\nWelche Tür?';
    expect(textOf(`Die rote.\n\nBob Stone/MUC/Works@Works\n${below}`)).toBe('Die rote.');
    expect(textOf(`Rot und/oder blau.\n\nBob/Ada\n03.03.2026 16:12\n\nWelche Tür?`)).toContain('Bob/Ada');
  });

  it('below a separator that is drawn of the hyphens that do not break', () => {
    const attribution = 'On Tuesday, March 3rd, 2026 at 4:12 PM, Bob <bob@example.test> wrote:';
    const line = '‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐';
    expect(textOf(`The red one.\n\n${line}\n${attribution}\n\n> Which door?`)).toBe('The red one.');
    expect(textOf(`Why is it ‐‐ Original Message ‐‐ there?\nChange it.`)).toContain('Change it.');
  });

  it('but not what the person introduces, with no client beside', () => {
    const said = 'The sign on the door says:\n\n> Push, or wait for the porter.\n\nThere is no porter.';
    expect(textOf(said)).toBe(said);
    expect(textOf('> Which door?\n\nThe red one.')).toBe('The red one.');
  });
});

describe('below an answer goes', () => {
  it.each([
    [
      'in English',
      'This e-mail and any files transmitted with it are confidential and intended solely for the use of the individual or entity to whom they are addressed. If you have received it in error please notify the system manager.',
    ],
    [
      'in Portuguese',
      'Esta mensagem pode conter informação confidencial. Se você não for o destinatário, fica proibido usar, copiar ou divulgar as informações que estão contidas nela e em seus anexos.',
    ],
    [
      'in Japanese',
      '本メールには秘密情報が含まれる場合があります。誤って受信された場合は、ただちに本メールを破棄してくださいますようお願いします。',
    ],
  ])('a legal footer %s', (_language, footer) => {
    expect(textOf(`The red one.\n\n${footer}`)).toBe('The red one.');
  });

  it('the link of a scanner', () => {
    const footer =
      '---\nThis email has been checked for viruses by Avast antivirus software.\nhttps://www.avast.com/antivirus';
    expect(textOf(`The red one.\n\n${footer}`)).toBe('The red one.');
  });

  it.each([
    'Enviado do meu telemóvel Android',
    'iPhone-ról küldve',
    'Gesendet mit der Telekom Mail App',
    '来自钉钉专属商务邮箱',
  ])('%j', (line) => {
    expect(textOf(`The red one.\n\n${line}`)).toBe('The red one.');
  });
});

describe('an answer is not lost where nothing stands above the attribution', () => {
  it('and it begins right below that, above lines behind signs', () => {
    const attribution = 'On 3 March 2026 at 16:12, Bob Stone <bob@example.test> wrote:';
    expect(textOf(`${attribution}\n\nHello Bob,\n\n> Which door?\n\nThe red one.`)).toBe('Hello Bob,\n\nThe red one.');
    expect(textOf(`${attribution}\n\nWhich door?\n\nBob`)).toBe('');
  });

  it('and the quoted lines stand behind initials further in', () => {
    const said = '>>>>> "B" == Bob Stone <bob@example.test> writes:\n\n    B> Which door?\n\nThe red one.';
    expect(textOf(said)).toBe('The red one.');
  });
});
