import { describe, expect, it } from '@jest/globals';
import { extractReply } from './extract-reply.js';

const BOB = { address: 'bob@harker.example.test', name: 'Bob Harker' };
const textOf = (text: string, from = [BOB]): string => extractReply({ mail: { text, from } }).text;

const CARD =
  'Harker & Daughters Ltd\n3 Mill Lane, Ludlow\nPhone +44 1584 555 0107\nwww.harker.example.test\n"Roofs that stay"';

describe('a card below what a person says is their signature', () => {
  it('where it begins with their name', () => {
    expect(textOf(`The slates are here.\n\nBob Harker\nRoofer\n${CARD}`)).toBe('The slates are here.');
  });

  it.each(['—', '__', '==', '+++++', '━━━━━━━━', '◆━━━━━━◆', '☆★☆★☆', '┏━━━━┓'])(
    'where %j is drawn above it',
    (drawn) => {
      expect(textOf(`The slates are here.\n\n${drawn}\nDipl.-Ing. Bob Harker\n${CARD}`)).toBe('The slates are here.');
      expect(textOf(`The slates are here.\n\n${drawn}\n${CARD}\nbob@harker.example.test`)).toBe('The slates are here.');
    },
  );

  it.each(['Harker, Bob', 'HARKER Bob', 'Harker, Bob (Roofs, Ludlow)', 'Harker, Bob [External]'])(
    'where the directory calls them %j',
    (name) => {
      const from = [{ ...BOB, name }];
      expect(textOf(`The slates are here.\n\nBob Harker\nRoofer\n${CARD}`, from)).toBe('The slates are here.');
      expect(textOf(`The slates are here.\n\nKind regards,\nBob\n\nBob Harker\nRoofer\n${CARD}`, from)).toBe(
        'The slates are here.',
      );
    },
  );

  it('where it stands below a closing and is longer than a name and a role', () => {
    expect(textOf(`The slates are here.\n\nKind regards,\n\nBob Harker\nRoofer\n${CARD}`)).toBe('The slates are here.');
  });

  it.each([
    '\nWe keep your roof dry.',
    '\nI work from Monday to Thursday, so please\ndo not wait for an answer on Fridays.',
    '\n\nHarker & Daughters Ltd is a company registered in England, no. 01234567.',
    '\n\nAan dit bericht kunnen geen rechten worden ontleend.',
    '\n\nDiese E-Mail kann vertrauliche Informationen enthalten und ist nur für ihren\nEmpfänger.',
  ])('where it stands below a closing and ends with %j', (end) => {
    expect(textOf(`The slates are here.\n\nKind regards,\n\nBob Harker\nRoofer\n${CARD}${end}`)).toBe(
      'The slates are here.',
    );
  });

  it.each([
    '\n\nWe keep your roof dry.',
    '\nPS: bring the long ladder with you',
    '\nIs our registered office at 3 Mill Lane?',
    '\n\nIs this message confidential, or can I show it to Ann and the others?',
  ])('but not where more is said below it: %j', (end) => {
    const said = `The slates are here.\n\nKind regards,\n\nBob Harker\nRoofer\n${CARD}${end}`;
    expect(textOf(said)).toBe(said);
  });

  it.each([
    ['a role in small letters', 'Bob Harker', 'Bob Harker\nначальник отдела кровли'],
    ['more titles than From has', 'Dr. Bob Harker', 'Dr. med. Bob Harker\nRoofer'],
    ['small labels', 'Bob Harker', 'Bob Harker\nтел. 8 (495) 555-01-42, доб. 12\nул. Ленина, д. 1'],
  ])('where it has %s', (_what, name, first) => {
    const said = textOf(
      `The slates are here.\n\nKind regards,\n${first}\n${CARD.replace('www.harker.example.test', 'Shropshire')}`,
      [{ ...BOB, name }],
    );
    expect(said).toBe('The slates are here.');
  });

  it.each(['Reciba un cordial saludo,', 'مع خالص التحية،', 'مع تحياتي،', 'ขอแสดงความนับถือ', 'S úctou'])(
    'where it stands below %j',
    (closing) => {
      expect(textOf(`The slates are here.\n\n${closing}\nBob\n${CARD}`)).toBe('The slates are here.');
    },
  );

  it('where the client shows a link below it as a button', () => {
    const button = '<p><a href="https://booking.example.test/bob">Book time to meet with me</a></p>';
    const html = `<p>The slates are here.</p><p>Kind regards,</p><p>Bob Harker<br>${CARD.replaceAll('\n', '<br>')}</p>${button}`;
    expect(extractReply({ mail: { html, from: [BOB] } }).text).toBe('The slates are here.');
  });

  it('where bars part its entries, below the name that they sign with', () => {
    const card = 'Bob Harker | Roofer\nHarker & Daughters Ltd | 3 Mill Lane | Phone +44 1584 555 0107';
    expect(textOf(`The slates are here.\n\nMany thanks\nBob\n\n${card}`)).toBe(
      'The slates are here.\n\nMany thanks\nBob',
    );
  });

  it.each([
    'Thanks,',
    'Many thanks\n',
    'Cheers',
    'Thanks & regards',
    'Mit sonnigen Grüßen aus Lindau',
    'På forhånd tak',
    'Schönes Wochenende',
    'Thanks Ada!',
    'Danke und Gruß',
    'Viele Grüße aus Lindau',
    'Bonne journée,\n',
    'Um abraço,',
    'Díky a hezký den,',
    'Спасибо!',
    'תודה רבה,',
  ])('where it begins with their name, below %j', (courtesy) => {
    const said = `The slates are here\n\n${courtesy}`;
    expect(textOf(`${said}\nBob Harker\nRoofer\n${CARD}`)).toBe(said.trim());
    expect(textOf(`${said}\nBob Harker | Roofer | Harker & Daughters | +44 1584 555 0107`)).toBe(said.trim());
  });

  it.each([
    'Mit freundlichen Grüßen / Kind regards',
    'Med vänlig hälsning',
    'Hartelijke groet,',
    'Best wishes',
    'בברכה,',
  ])('where it stands with its closing, %j', (closing) => {
    expect(textOf(`The slates are here.\n\n${closing}\n\nBob Harker\nRoofer\n${CARD}`)).toBe('The slates are here.');
  });

  it('where it tells below a closing in which court the company is entered', () => {
    const card =
      'Bob Harker\nDachdecker\n\nHarker GmbH\nMühlgasse 3 · 49080 Osnabrück\nAmtsgericht Osnabrück HRB 20114';
    expect(textOf(`Der Schiefer ist da.\n\nMit freundlichen Grüßen\n\n${card}`)).toBe('Der Schiefer ist da.');
  });

  it.each(['www.harker.example.test', 'https://harker.example.test/', 'E-Mail: bob@harker.example.test'])(
    'where it stands below a closing and %j tells whose it is',
    (home) => {
      const card = `i. A. Robert Harker\nRoofs\n\nHarker GmbH\n3 Mill Lane\nPhone +44 1584 555 0107\n${home}`;
      const from = [{ ...BOB, name: '' }];
      expect(textOf(`The slates are here.\n\nKind regards\n\n${card}`, from)).toBe('The slates are here.');
      expect(textOf(`The slates are here.\n\n${card}`, from)).toContain('Mill Lane');
    },
  );

  it('where a line is drawn above their address', () => {
    expect(textOf('The slates are here.\n\n________\nbob@harker.example.test')).toBe('The slates are here.');
  });

  it('of a name that is written without spaces', () => {
    const card = '渡辺商店　営業部\n渡辺 一郎\n札幌市中央区1-2\nTEL：011-555-0142';
    const from = [{ address: 'ichiro@watanabe.example.test', name: '渡辺一郎' }];
    expect(textOf(`届きました。\n\n━━━━━━━━━━\n${card}\n━━━━━━━━━━`, from)).toBe('届きました。');
  });

  it('where nobody knows who wrote the mail, below a drawn line and a name', () => {
    expect(textOf(`The slates are here.\n\n—\nBob Harker\nRoofer\nPhone +44 1584 555 0107`, [])).toBe(
      'The slates are here.',
    );
  });
});

describe('what a person says stays, although it looks like a card', () => {
  it.each([
    ['of somebody else', '—\nAda Lovelace\nPlumber\nPhone +44 1584 555 0199'],
    ['that they introduce', 'My address for the parcel:\n\nBob Harker\n3 Mill Lane\nPhone +44 1584 555 0107'],
    ['that ends with a sentence', 'Bob Harker\nRoofer\nPhone +44 1584 555 0107\nPlease call me there after six.'],
    ['that is a list of people', 'Bob Harker\nAda Lovelace, ada@example.test\nMary Somerville'],
    ['of two lines', 'Bob Harker\n+44 1584 555 0107'],
    ['that a name of somebody else introduces', 'Ada\n\nBob Harker | Roofer\n3 Mill Lane | Phone +44 1584 555 0107'],
    ['below thanks in a sentence', 'Thanks to\n\nBob Harker\n3 Mill Lane\nPhone +44 1584 555 0107'],
    ['below thanks that announce it', 'Thanks, here you are:\nBob Harker\n3 Mill Lane\nPhone +44 1584 555 0107'],
    ['of somebody else, below thanks', 'Thanks,\n\nAda Lovelace\nPlumber\nPhone +44 1584 555 0199'],
    ['below what is no wish', 'Of course,\n\nBob Harker\n3 Mill Lane\nPhone +44 1584 555 0107'],
    ['right below an exclamation', 'Use this one!\nBob Harker\n3 Mill Lane\nPhone +44 1584 555 0107'],
    ['below what is best', 'Best contact on site\n\nBob Harker\n3 Mill Lane\nPhone +44 1584 555 0107'],
    ['below thanks, of who does what', 'Thanks\n\nBob Harker | Monday\nAda Lovelace | Tuesday | 0151 555 0199'],
    ['that bars part, of who does what', 'Bob Harker | Monday\nAda Lovelace | Tuesday | 0151 555 0199'],
    ['that tells where they are entered', 'Bob Harker\nHarker GmbH\nAmtsgericht Osnabrück HRB 20114'],
    ['without a way to reach them', 'Bob Harker\nAda Lovelace\nMary Somerville'],
  ])('%s', (_name, said) => {
    expect(textOf(`The slates are here.\n\n${said}`)).toBe(`The slates are here.\n\n${said}`);
  });

  it.each(['Please send it to,\n', 'Use this one!', 'Here you go!', 'New details below!', 'Of course,'])(
    'and %j introduces it',
    (introduction) => {
      const said = `Yes, Friday suits.\n${introduction}\nBob Harker\nHarker Roofing\n3 Mill Lane\nPhone +44 1584 555 0107`;
      expect(textOf(said)).toBe(said);
    },
  );

  it('and is all of the mail', () => {
    expect(textOf(`Bob Harker\n${CARD}`)).toContain('3 Mill Lane');
    expect(textOf(`Bob\n\nBob Harker\n${CARD}`)).toContain('3 Mill Lane');
    expect(textOf(`Hello Ada,\n\nBob Harker\n${CARD}`)).toContain('3 Mill Lane');
    expect(textOf(`> Where to?\n\nThanks,\nBob Harker\n${CARD}`)).toContain('3 Mill Lane');
    expect(textOf(`> Who is it for?\n\nBob\n\nBob Harker\n${CARD}`)).toContain('3 Mill Lane');
  });
});

describe('what a person says stays, although a line begins with their name', () => {
  const of = (name: string, address: string) => [{ name, address }];
  const WILL = of('Will Smith', 'will.smith@harker.example.test');
  it.each([
    ['a verb', WILL, 'Hi Alice\n\nI will\nthe page is https://x.example.test/y\nand I start tomorrow'],
    ['a ticket', WILL, 'Hi Alice,\n\nwill do\nTicket: https://x.example.test/y\nETA: Friday'],
    [
      'a department',
      of('IT', 'it@harker.example.test'),
      'Hi\n\nIt works\nsee https://x.example.test/y\nthe rest tomorrow',
    ],
    ['figures', of('Sales', 'sales@harker.example.test'), 'Hello\n\nSales figures\n2023: 1 200 300\n2024: 1 400 500'],
    ['who it is', [BOB], 'Hi Alice,\n\nBob here\nI looked at https://x.example.test/y\nplease ship it on Friday'],
    ['a list of tasks', [BOB], 'Fine.\n\nBob Harker: slates, https://x.example.test/1\nAda: gutters\nMary: paint'],
    [
      'a list of people',
      [BOB],
      'They come\n\nBob Harker 0151 5550199\nAda Lovelace 0151 5550200\nMary Somerville 0151 5550201',
    ],
    [
      'paragraphs',
      [BOB],
      'Yes\n\nBob Harker\n\nWe can ship on Friday\n\nThe page is https://x.example.test/1\n\nI am away on Monday',
    ],
    ['where to', [BOB], 'Ship it to\n\nBob Harker\n3 Mill Lane\nPhone +44 1584 555 0107'],
    ['Chinese', of('王芳', 'wf@x.example.test'), '好的\n\n王芳认为可以\n链接 https://x.example.test/1\n周五发布'],
    ['a ruled section', [BOB], 'Findings so far\n\n---\n\nlogin page https://x.example.test/1\nBob: broken\nAda: fine'],
    [
      'links to the own domain',
      [BOB],
      'Ship it.\n\nRegards,\nBob\n\nBuild https://harker.example.test/1\nLogs https://harker.example.test/2\nPages 3\nRuns 4',
    ],
    [
      'whom to ask',
      [BOB],
      'Ship it.\n\nRegards,\nBob\n\nAda ada@harker.example.test\nTom tom@harker.example.test\nMary\nwww.harker.example.test',
    ],
    [
      'open points',
      [BOB],
      'Ship it.\n\nRegards,\nBob\n\nstill open in the release notes is https://x.example.test/browse/A-1\nthe export of the orders\nthe new logo',
    ],
  ] as const)('%s', (_what, from, said) => {
    expect(textOf(said, [...from])).toBe(said);
  });
});
