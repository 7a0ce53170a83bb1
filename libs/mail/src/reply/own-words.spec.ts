import { describe, expect, it } from '@jest/globals';
import { extractReply } from './extract-reply.js';

/** The client that a person answers with: it marks what it quotes. */
const QUOTE =
  'On Tue, Mar 3, 2026 at 4:12 PM Maria Lindqvist <maria@example.test> wrote:\n\n> What is it that you see?';

const textOf = (text: string): string =>
  extractReply({ mail: { text, from: [{ address: 'bob@example.test', name: 'Bob Harker' }] } }).text;

describe('what a person writes stays, although it looks like', () => {
  it.each([
    ['a header, of a timetable', 'Von: 3 bis 5 Uhr\nAn: jedem Dienstag\nBetreff: Klavier'],
    ['a header, of a day without a year', 'Date: 14 May\nFrom: Vienna (VIE)\nTo: Lisbon (LIS)\nSubject: the trip'],
    [
      'a header, of minutes',
      'Datum: 14.10.2026\nVon: 9:00 Uhr\nBis: 11:00 Uhr\nBetreff: Umbau\nTOP 1: Er beginnt im Mai.',
    ],
    ['a header, of a form', 'Name: Ann\nDate: 14.10.2026 08:00\nFrom: 9.30\nTo: 17:00\nSubject: the big room'],
    ['a header, of a short message', 'From: +49 170 5550142\nDate: 22.11.2026 15:14\nTo: +49 40 5550100\nText: no'],
    ['a header, of a log', 'Date: 2026-10-14 08:59:58\nFrom: 10.0.0.1:5432\nTo: 10.2.0.9:44120\nSubject: DROP tcp'],
    ['a header, of a parcel', 'Sent: 14.10.2026\nFrom: Graz\nTo: Wien\nWeight: 2 kg'],
    ['a header, of a configuration', 'from: eu-west\nto: eu-north\nsubject: backup\ndate: 2026-10-14'],
    ['a prompt, between fences', '```sh\n> git push\n> git status\n```'],
    ['another fence, between longer ones', '````\n> ```\n```\n> git push\n````'],
    [
      'a header, as front matter',
      'Put this on top:\n\n---\nfrom: ada@a.test\nto: bob@b.test\nsubject: door\n---\n\nand begin again.',
    ],
    ['a header, between fences', '```\nFrom: a@a.test\nTo: b@b.test\nSubject: win\n```'],
    [
      'a header, between fences, with its date',
      '```\nFrom: a@a.test\nTo: b@b.test\nDate: Tue, 3 Mar 2026 16:12:00 +0100\nSubject: win\n```\nWhy so late?',
    ],
    [
      'a header, that the person introduces',
      'Their mail says:\n\nFrom: a@a.test\nTo: b@b.test\nSubject: win\n\nShips on Monday.\n\nSo we wait.',
    ],
    ['a header, shown with its way', 'Received: from a.test by b.test\nFrom: a@a.test\nTo: b@b.test\nSubject: win'],
    ['an attribution of somebody', 'On 12 March 2026 at 10:30 your colleague wrote:\n\nIt is complete.\n\nIs it not?'],
    ['an attribution of a time', 'At 23:15 the neighbour wrote:\n\nToo loud.\n\nPlease help.'],
    ['an attribution without an address', 'On 3/3/2026 16:12, Zed wrote:\n\nWe close.\n\nIs that a joke?'],
    ['a quote, of somebody else', 'The manual says\n\n> It gives up after five attempts.\n\nbut it does not.'],
    ['a quote, of what somebody wrote', 'See what Tom wrote:\n\n> We close.\n> On Friday.\n\nIs that a joke?'],
    ['a quote, of what somebody said elsewhere', 'On Slack, Tom wrote:\n> We close.\n\nIs that a joke?'],
    ['a quote, of a prompt', '>>> round(2.5)\n2\n\nThat is no bug.'],
    ['a signature, of comments', 'DROP TABLE a;\n--\n-- and again\n--\nCREATE TABLE a;'],
    ['a signature, of comments further up', '-- and again\nDROP TABLE a;\n--\nCREATE TABLE a;'],
    ['a signature, of comments further in', 'begin\n   stop;\n   --\n   go;\nend;'],
    [
      'a signature, of what parts paragraphs',
      'It leaves on Friday.\n\n--\n\nWho pays the porter? Ann does not know it.',
    ],
    ['a signature, of paragraphs without a full stop', 'Friday.\n\n--\n\nand who pays the porter then'],
    ['a signature, of what parts lists', 'Friday:\n- stop\n\n--\n\nSaturday:\n- check the sums'],
    ['a signature, of what a program prints', 'a.sql:12:drop\n--\nb.sql:3:begin\n\nThat is all it finds.'],
    ['a signature, between fences', '```sql\nselect 1;\n--\nselect 2;\n```'],
    ['a closing, between fences', '```\nKind regards\nExample\n```'],
    ['the line of a device, between fences', '```\nSent from my iPhone\n```\nWhy is it there?'],
    ['a closing, in a sentence', 'Write\n\nKind regards\n\nand not\n\nSincerely\n\nbecause we know him.'],
    ['a closing, of a draft', 'Dear Mr Hall,\n\nit leaves on Friday.\n\nKind regards\nSofia\n\nIs that good?'],
  ])('%s', (_name, text) => {
    const expected = text.replace('-- \n', '--\n');
    expect(textOf(`Look:\n\n${text}\n\nBob\n\n${QUOTE}`)).toBe(`Look:\n\n${expected}\n\nBob`);
  });

  it.each([
    '-- \n\nHarker Ltd.\nwww.harker.example.test',
    '-- \n[cid:logo]\n\nBob Harker\n\nWe have moved: visit us in our new house.',
    '--\n\n_______________\n\nLe informazioni contenute in questo messaggio sono\nriservate.\n\nMyCompany - ROMA',
    '--\n\nLe informazioni contenute in questo messaggio e negli allegati sono\nriservate e per uso esclusivo del destinatario.\n\nMyCompany - ROMA',
    '--\n\nArvid\n\nwrites to you from the sunny side',
    '-- \n\nBob Harker\nPurchasing',
    '--\nWe make it leave on Friday.',
    '--\n\nSent from my phone',
  ])('but not the signature %j', (signature) => expect(textOf(`Yes.\n\n${signature}\n\n${QUOTE}`)).toBe('Yes.'));

  it.each([
    ['of a form', 'Von: Hamburg\nAn: Bilbao\nDatum: 27.11.2026\nBetreff: Material'],
    ['of an invoice', 'Date: 20 Nov 2026\nFrom: Acme Ltd\nTo: Example Ltd\nSubject: Invoice 77'],
  ])('a header, %s above the mail that we have sent', (_name, header) => {
    const ours = '> Please type your reply above this line\n>\n> Which day suits you best?';
    const said = `For this:\n\n${header}\n\nIs that good?`;
    expect(textOf(`${said}\n\nOn 15/01/2024 14:30, Replyline wrote:\n${ours}`)).toBe(said);
    const earlier = header.replace(/(?<=Datum: |Date: ).*/, '16.01.2024 09:14');
    expect(textOf(`Yes.\n\n${earlier}\n\nIs that good?\n\nOn 15/01/2024 14:30, Replyline wrote:\n${ours}`)).toBe(
      'Yes.',
    );
  });

  it.each([
    'It fails with\n> 5 MB of pictures\nand works below.',
    'Orders\n> 100 EUR: free shipping\nPlease tell them.',
  ])('more than a number: %j', (text) => {
    expect(textOf(text)).toContain(text.split('\n')[1]);
    expect(textOf(`> Which?\n\nA bird.\n\n> 5 MB more?\n\nYes.`)).toBe('A bird.\n\nYes.');
  });

  it.each(['Sent with UPS', 'Sent via DHL', 'Envoyé avec Chronopost', 'Von unterwegs gesendet.'])(
    '%s, where it is the whole answer',
    (answer) => {
      expect(textOf(`${answer}\n\n${QUOTE}`)).toBe(answer);
      expect(textOf(`Yes.\n\n${answer}\n\n${QUOTE}`)).toBe('Yes.');
    },
  );

  it.each([
    'Sent from my Fairphone',
    'Sent with Spark',
    'Sent from Outlook for iOS',
    'Von meinem Gerät gesendet',
    'Gesendet von /e/OS Mail',
    'Sent from my /e/OS Mail',
  ])('but not %s', (line) => {
    expect(textOf(`${line}\n\n${QUOTE}`)).toBe('');
  });

  it.each([
    'Read the Proton docs (https://proton.me/support)',
    'Use outlook for it (https://aka.ms/help)',
    'See my album: Yahoo <https://yahoo.com/photos/1>',
    'For the list:\n***\nBob Harker\nAda Lovelace',
    'Please add the fence:\n```\nselect 1',
  ])('%j', (said) => {
    expect(textOf(`Hi.\n\n${said}\n\nThen tell me.\n\n${QUOTE}`)).toBe(`Hi.\n\n${said}\n\nThen tell me.`);
  });

  it('a sentence below a signature, where it is all there is', () => {
    const signature = '-- \nBob Harker\nPurchasing\n\nHarker Ltd.';
    const text = 'I write below it again.\nThe red one!';
    expect(textOf(`${signature}\n\n${text}\n\n${QUOTE}`)).toBe(text);
    expect(textOf(`Yes.\n\n${signature}\n\n${text}\n\n${QUOTE}`)).toBe('Yes.');
    expect(textOf(`${signature}\n\n${QUOTE}`)).toBe('');
    const footer = 'Please consider the environment before printing this mail.';
    expect(textOf(`${signature}\n\n${footer}\n\n${QUOTE}`)).toBe('');
    expect(textOf(`${signature}\n\n${text}\n\n${footer}\n\n${QUOTE}`)).toBe(text);
  });

  it.each(['On 12 March 2026 Mr Hall wrote:', '2026. március 12-én Kovács úr azt írta:'])(
    'all of a mail that begins with %j',
    (told) => {
      const said = `${told}\n"There is no meeting."\n\nIs there one now?`;
      expect(textOf(said)).toBe(said);
      expect(textOf(`${told}\n\n> Which?\n\nThe red one.`)).toBe('The red one.');
    },
  );

  it.each(['On 12 March 2026 Replyline wrote:', 'Am 12.03.2026 schrieb Replyline:', '2026年3月12日 Replyline 写道：'])(
    'but not %j above the mail that we have sent, where nothing was typed',
    (line) => {
      const ours = 'Ada mentioned you in the thread about the boiler of the house.\n\nWhich day suits you best?';
      const prompt = 'Please type your reply above this line';
      expect(textOf(`${line}\n\n${prompt}\n\n${ours}`)).toBe('');
      expect(extractReply({ mail: { text: `${line}\n\n${ours}` }, sent: { text: ours } }).text).toBe('');
    },
  );

  it('what was typed into a console, where nothing is quoted', () => {
    const said = 'I tried:\n\n> select count(*) from a;\n7\n> select 8;\n8\n\nIs that odd?';
    expect(textOf(said)).toBe(said);
    expect(textOf(`You ask:\n\n> Which?\n\nThe red one.\n\n> When?\n\nToday.`)).not.toContain('When');
  });

  it('the line of a phone with more below it', () => {
    expect(textOf(`Under the mat.\n\nSent from my iPhone\n\nThe code is 4711!\n\n${QUOTE}`)).toBe(
      'Under the mat.\n\nThe code is 4711!',
    );
  });
});

describe('what only looks like the own words goes:', () => {
  it.each([
    ['a bar', '| Which one?', '| And when?'],
    ['a guillemet', '» Which one?', '» And when?'],
    ['a colon', ': Which one?', ': And when?'],
    ['initials', 'ML> Which one?', 'ML> And when?'],
    ['initials, and a space before them', ' ML> Which one?', ' ML> And when?'],
    ['a name', 'Maria> Which one?', 'Maria> And when?'],
    ['initials, and four spaces before them', '    ML> Which one?', '    ML> And when?'],
  ])('lines behind %s below an attribution', (_name, first, second) => {
    const attribution = 'On 3 March 2026 at 16:12, Maria Lindqvist wrote:';
    expect(textOf(`Hello.\n\n${attribution}\n\n${first}\n\nThe red one.\n\n${second}\n\nToday.`)).toBe(
      'Hello.\n\nThe red one.\n\nToday.',
    );
  });

  it('a table below a quote that has another mark stays', () => {
    const table = '| run | time |\n|-----|------|\n| 1   | 10   |';
    expect(textOf(`${QUOTE}\n\n${table}`)).toBe(table);
  });

  it.each(['---- Replied Message ----', '---- 回复的原邮件 ----'])('what follows %j', (line) => {
    expect(textOf(`周五可以。\n\n${line}\n| 发件人 | Ada<ada@example.test> |\n\n周五行吗？`)).toBe('周五可以。');
  });

  it.each(['Début du message transféré :', 'Anfang der weitergeleiteten Nachricht:', 'Inizio messaggio inoltrato:'])(
    '%j above what is forwarded',
    (line) => {
      const mail = '> From: Ada <ada@example.test>\n> Date: 3 Mar 2026\n> To: Bob\n> Subject: Door\n>\n> Which one?';
      expect(textOf(`You choose.\n\n${line}\n\n${mail}`)).toBe('You choose.');
    },
  );

  it('what introduces the quote in Amharic', () => {
    const attribution = 'በሰኞ፣ ኖቬም 16 2026 በ9:14 ጥዋት ላይ ማርታ <marta@example.test> ጽፈዋል፦';
    expect(textOf(`ቀዩ በር።\n\n${attribution}\n\nየትኛው በር?`)).toBe('ቀዩ በር።');
  });

  it('what introduces the quote in Armenian', () => {
    const attribution = 'Երք, 3 մրտ 2026 թ., 16:12 Անի <ani@example.test> գրել է՝';
    expect(textOf(`Կարմիրը։\n\n${attribution}\n\nՈ՞ր դուռը։`)).toBe('Կարմիրը։');
  });

  it('fields of a header below a drawn line, right above an attribution', () => {
    const attribution = '03.03.2026, 16:12, "Мария" <maria@example.test>:';
    const fields = 'Кому: bob@example.test;\nТема: Дверь;';
    expect(textOf(`Красная.\n\n----------------\n${fields}\n${attribution}\n> Какая?`)).toBe('Красная.');
    expect(textOf(`Напиши так:\n${fields}\n\n${attribution}\n> Какая?`)).toBe(`Напиши так:\n${fields}`);
  });

  it('a question of ours that was copied by hand, and not what somebody else said below it', () => {
    const ours = ['Which day suits you best?', 'Who brings the ladder?'];
    const said = 'I do.\n\nTom wrote:\n> Not on Friday.\n> Never.\n\nHe is right.';
    const client = `On 15/01/2024 14:30, Replyline wrote:\n${ours.map((line) => `> ${line}`).join('\n')}`;
    const text = `Ada wrote:\n> Who brings the ladder?\n\n${said}\n\n${client}`;
    expect(extractReply({ mail: { text }, sent: { text: ours.join('\n') } }).text).toBe(said);
  });

  it('a question that was copied from the quote above the answer', () => {
    expect(textOf(`> What is it that you see?\n\nA bird.\n\n${QUOTE}`)).toBe('A bird.');
  });

  it('a fence that nothing closes hides no attribution', () => {
    expect(textOf(`\`\`\`\nls\n\n${QUOTE}`)).toBe('```\nls');
    expect(textOf(`\`\`\`\nls\n\n${QUOTE}\n\n\`\`\`js\nlet a;\n\`\`\``)).toBe('```\nls\n\n```js\nlet a;\n```');
  });

  it.each(['---', '______________', '====='])('the own name at the end below %s', (drawn) => {
    expect(textOf(`Yes.\n\n${drawn}\nBob Harker\nPurchasing\n\n${QUOTE}`)).toBe('Yes.');
    expect(textOf(`Yes.\n\n${drawn}\nBob, is that all?\n\n${QUOTE}`)).toContain('Bob, is that all?');
  });

  it.each([
    'Skickat från min iPhone',
    'Sendt fra min iPhone',
    'Enviado desde mi iPhone',
    'Verstuurd vanaf mijn iPhone',
    'Στάλθηκε από το iPhone μου',
    'נשלח מה-iPhone שלי',
    'مرسل من الـ iPhone',
    'Poslano s mog iPhonea',
    'Wysłane z mojego Galaxy',
    'Отправлено с моего Galaxy',
    'Envoyé depuis mon appareil mobile Samsung',
    'Az iPhone készülékemről küldve',
    '发自我的华为手机',
    '来自我的小米手机',
    '내 iPhone에서 보냄',
    'スマホから送信',
    'Sent from Yahoo! Mail on Android',
    'Von Samsung Mobile gesendet',
    'Gesendet mit der mobilen Mail App',
    'Gesendet mit der WEB.DE Mail App',
    'Отправлено из Почты Mail.ru',
    'Wysłane z aplikacji Onet Poczta',
    'Odesláno z mobilní aplikace Seznam Email',
    'Sent from Newton Mail [https://newton.example.test/app]',
    'Sent from my phone',
    '—\nSent from my phone',
    'Obtener Outlook para Android<https://aka.ms/AAb9ysg>',
    'iOS 版 Outlook を入手<https://aka.ms/o0ukef>',
    'Sent via Superhuman ( https://sprh.mn/?vip=bob@example.test )',
    'Inviato da Android\nhttps://www.example.test/app',
    'Отправлено из мобильной Яндекс Почты: http://m.ya.ru/ymail',
    'Отправлено из мобильного приложения Яндекс Почты',
    'Envoyé avec la messagerie sécurisée Proton Mail.',
    'Az iPhone-omról küldve',
    '从 Windows 版邮件发送',
    '從 Windows 版郵件傳送',
    'Sent from my Verizon, Samsung Galaxy smartphone',
    'Sent via the Samsung Galaxy S24, an AT&T 5G smartphone',
    'Sent with BlackBerry Work (www.blackberry.com)',
    'Sent from my vivo smartphone',
    '发自vivo手机',
    '发自网易邮箱大师',
    '네이버 메일앱에서 보낸 메일입니다.',
    'Trimis din Outlook pentru Android',
    'Provenance : Courrier pour Windows 10',
    'Verzonden vanuit Mail voor Windows',
    'Skickades från E-post för Windows',
    'Отправлено из приложения «Почта» для Windows',
    'Nosūtīts no mana iPhone',
    'मेरे iPhone से भेजा गया',
    'Bob hat über Gmail reagiert <https://www.google.com/gmail/about/?utm_source=a&utm_campaign=emojireactionemail#app>',
    'ارسال شده از آیفون من',
    'ارسال‌شده از iPhone من',
    'Išsiųsta iš mano „iPhone“',
    'Poslato sa mog Android telefona',
    'Poslano iz mojega iPhona',
    'Sent úr iPhone',
    'Nire iPhonetik bidalia',
    'Enviado desde o meu iPhone',
    'Anfonwyd o fy iPhone',
    "Seolta ó m'iPhone",
    'Ipinadala mula sa aking iPhone',
    'Gestuur vanaf my iPhone',
    'iPhone құрылғымнан жіберілді',
    'Испратено од мојот iPhone',
    'Адпраўлена з майго iPhone',
    'Dërguar nga iPhone im',
    'Ուղարկվել է իմ iPhone-ից',
    'გაგზავნილია ჩემი iPhone-დან',
    'Миний iPhone-оос илгээв',
    'Imetumwa kutoka iPhone yangu',
    'আমার iPhone থেকে পাঠানো',
    'எனது iPhone இலிருந்து அனுப்பப்பட்டது',
    'میرے iPhone سے بھیجا گیا',
    'Von unterwegs gesendet',
    "Inviato con l'email sicura Proton Mail.",
    'Enviado con el correo seguro de Proton Mail.',
    'Εστάλη από το iPhone μου',
    'iPhone құрылғысынан жіберілді',
    'Enviado dende o meu iPhone',
    '从我的Galaxy发送',
    'Von Yahoo Mail auf Android gesendet',
    'Простите за краткость, создано в K-9 Mail.',
    'Отправлено с моего устройства Android с помощью K-9 Mail. Прошу прощения за краткость.',
    'Надіслано з мого пристрою Android за допомогою K-9 Mail. Вибачте за стислість.',
    'Wysłane z urządzenia Android za pomocą K-9 Mail. Wybaczcie zwięzłość.',
    'Odesláno z mého Android zařízení pomocí K-9 Mail. Prosím, omluvte mou stručnost.',
    'Skickat från min Android-enhet med K-9 Mail. Ursäkta min fåordighet.',
    'Sendt fra min Android-enhet med K-9 Mail. Unnskyld min kortfattethet.',
    'Lähetetty Android-laitteestani K-9 Maililla. Pahoittelut vähäsanaisuudestani.',
    'Enviado desde mi dispositivo Android con K-9 Mail. Por favor, disculpa mi brevedad.',
    'Enviado do meu dispositivo Android com o K-9 Mail. Por favor, desculpe a minha brevidade.',
    'Trimis de pe dispozitivul meu Android cu K-9 Mail. Vă rog să-mi scuzați concizia.',
    "Saadetud minu Androidi seadmest K-9 Mail'iga. Vabandage kokkuvõtlikkuse pärast.",
  ])('%j', (line) => {
    expect(textOf(`Yes.\n\n${line}\n\n${QUOTE}`)).toBe('Yes.');
  });

  it.each([
    'Sent from my desk',
    'Sent from Finance, by phone',
    'Sent from Finance, by their smartphone',
    '从 DHL 发送',
    'Trimis din Cluj',
    'Provenance : Lyon',
    '发自北京办公室',
    'Outlook is at https://aka.ms/o0ukef',
    'Get the Outlook file (https://a.test/b)',
    'Sent via WeTransfer: https://we.example.test/4711',
    'The app is at http://m.ya.ru/ymail',
    'Gestuur vanaf my kantoor',
    'Ipinadala mula sa bahay',
    'Dërguar nga Tirana',
    'Миний дүү илгээв',
    'Von unterwegs gesendet haben wir nichts',
    'Миний Бат илгээв',
    'Dërguar nga Agimi im',
    'Inviato con Poste Italiane',
    'Enviado con Correos',
    'Poslano iz Zagreba',
    'Sent með Póstinum',
    'Nire Anek bidalia',
    'Ipinadala mula sa Cebu',
    'Imetumwa kutoka kwa Mama yangu',
    'Gestuur vanaf my Ouma',
    'Enviado desde o meu Concello',
    '„Gesendet von meinem iPhone“',
    '“Sent from my iPhone”',
  ])('but not %j', (line) => {
    expect(textOf(`Yes.\n\n${line}\n\n${QUOTE}`)).toBe(`Yes.\n\n${line}`);
  });
});
