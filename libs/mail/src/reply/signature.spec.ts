import { describe, expect, it } from '@jest/globals';
import { extractReply } from './extract-reply.js';

const POST = ['Please type your reply above this line', 'Who brings the ladder?', 'And who brings the paint?'];
const quote = POST.map((line) => `> ${line}`).join('\n');
const read = (said: string): string =>
  extractReply({
    mail: { text: `${said}\n\nOn 15/01/2024 14:30, Alice wrote:\n${quote}\n` },
    sent: { text: POST.join('\n') },
  }).text;

describe('below a delimiter', () => {
  it.each(['PS: bring gloves', 'P.S. bring gloves', 'p. s.: bring gloves'])('%j is said', (said) => {
    expect(read(`I do.\n\n-- \nBob Example\nExample Ltd\n\n${said}`)).toBe(`I do.\n\n${said}`);
  });

  it.each(['PS Example GmbH', 'P. S. Raghavan', 'P.S. Consulting GmbH', 'PD: 4711', 'Phone: 4711'])(
    '%j is of the signature',
    (line) => {
      expect(read(`I do.\n\n-- \nBob Example\n\n${line}`)).toBe('I do.');
    },
  );

  it('the address of a company goes on below a footer', () => {
    expect(read('I do.\n\n-- \nBob\n\nThis email has been checked for viruses by X.\n\nExample Ltd')).toBe('I do.');
  });
});

describe('the line of a device', () => {
  it.each([
    'Sent from my phone. Please excuse brevity and typos.',
    'Sent from my iPhone, please excuse any typos',
    'Sent from my iPhone - apologies for brevity',
    'Von meinem iPhone gesendet. Bitte entschuldigen Sie die Kürze.',
    'Envoyé de mon iPhone. Veuillez excuser la brièveté.',
    'Sent from my iPhone\nPlease excuse typos.',
    'Sent with BlackBerry Work\n(www.example.com)',
    'Sent from my BlackBerry - the most secure mobile device',
    'Sent from my BlackBerry - the most secure mobile device - via the Example Network',
    'Sent from my mobile device – managed by Example',
    'Sent from my iPhone, secured by Example Mobile',
    'Outlook für iOS beziehen',
    'Holen Sie sich Outlook für Android',
    'Télécharger Outlook pour Android',
    'Obtenir Outlook pour iOS',
    'Pobierz Outlook dla Android',
    'Отправлено из Яндекс.Почты для мобильных',
    'Sent with Tuta; enjoy secure & ad-free emails',
    'Sent with Tuta; enjoy secure & ad-free emails:\nhttps://tuta.com',
  ])('%j is not said', (line) => {
    expect(read(`I do.\n\n${line}`)).toBe('I do.');
  });

  it.each([
    'I wrote that on my phone. Please excuse the typos.',
    'Sent from my phone. Sorry for the mistakes in the plan on page 4',
    'Sent from my phone; excuse the mistakes and call Ann at 5',
    'Sent from my phone to the printer. Excuse the noise.',
    'Please excuse brevity.',
    'The gates are managed by Example',
    'Outlook für iOS beziehen wir vom Hersteller',
    'Sent with Tuta; enjoy the flowers',
  ])('%j is', (line) => {
    expect(read(`I do.\n\n${line}`)).toBe(`I do.\n\n${line}`);
  });

  it.each(['Excuse me, who pays?', 'For errors see the list.'])('%j below it is', (line) => {
    expect(read(`I do.\n\nSent from my iPhone\n${line}`)).toBe(`I do.\n\n${line}`);
  });
});

describe('words that may be an answer', () => {
  const of = (said: string): string =>
    extractReply({ mail: { text: said, from: [{ address: 'bob@example.test', name: 'Bob Harker' }] } }).text;

  it.each(['Best,\nBob', 'Best\n\nBob Harker\nRoofs', 'LG\nBob', 'Gruß,\nBob', 'Un abrazo,\nBob', 'All the best\nBob'])(
    'close the letter of whose name stands below them: %j',
    (closing) => expect(of(`I bring the ladder.\n\n${closing}`)).toBe('I bring the ladder.'),
  );

  it.each(['Best\nAnn', 'LG\nSamsung\nSony', 'Which is\n\nBest', 'Gr. 5\nBob', 'Best,\nBob will say'])(
    'are said elsewhere: %j',
    (said) => expect(of(`The list:\n\n${said}`)).toBe(`The list:\n\n${said}`),
  );
});

describe('what the law on personal data has companies say', () => {
  const NOTICES = [
    'Administratorem Pani/Pana danych osobowych jest Harker Sp. z o.o. Szczegóły: https://harker.example.test/rodo',
    'Informativa privacy: i dati personali sono trattati ai sensi del Regolamento\nUE 2016/679 (GDPR), come detto sul nostro sito.',
    'Nous traitons vos données personnelles conformément au RGPD : https://harker.example.test/rgpd',
  ];

  it.each(NOTICES)('goes below a closing, and is said without one: %j', (notice) => {
    expect(read(`I do.\n\nKind regards,\nBob\n\n${notice}`)).toBe('I do.');
    expect(read(`I do.\n\n${notice}`)).toBe(`I do.\n\n${notice}`);
    expect(
      read(
        `I do.\n\nKind regards,\nBob\n\n${notice}\n\nIs that right, and do we want it on the door as well as on paper?`,
      ),
    ).toContain('Is that right');
  });
});
