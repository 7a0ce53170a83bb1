import { describe, expect, it } from '@jest/globals';
import { extractReply } from './extract-reply.js';

const POST = ['Please type your reply above this line', 'Who brings the ladder?', 'And who brings the paint?'];
const ADDRESSED =
  'This e-mail is intended only for the person to whom it is addressed. Unauthorised use is prohibited.';
const read = (said: string, below = ''): string =>
  extractReply({
    mail: {
      text: `${said}\n\nFrom: Alice <replies@example.test>\nSent: Monday, January 15, 2024 2:30 PM\nTo: Bob\nSubject: Ladder\n\n${POST.join('\n')}\n\n${below}`,
    },
    sent: { text: POST.join('\n') },
  }).text;

describe('what says above or before its words that it is a disclaimer', () => {
  it.each([
    `DISCLAIMER: ${ADDRESSED}`,
    `Disclaimer\n\n${ADDRESSED}`,
    `Confidentiality notice - ${ADDRESSED}`,
    'Haftungsausschluss: Diese E-Mail ist vertraulich und nur für den Empfänger bestimmt.',
  ])('is no answer: %j', (footer) => {
    expect(read(`I do.\n\n${footer}`)).toBe('I do.');
    expect(read('I do.', footer)).toBe('I do.');
  });

  it.each([
    'Disclaimer: this list is confidential, and nobody may disclose it.',
    'Disclaimer: this e-mail is confidential, I wrote it for the recipients alone.',
    'Disclaimer\n\nThe paint is confidential, and no recipient may disclose it.',
    'Disclaimers are prohibited, and so is this email of a recipient.',
  ])('is one where it speaks of anything else, or a person speaks: %j', (said) => {
    expect(read(`I do.\n\n${said}`)).toBe(`I do.\n\n${said}`);
  });

  it.each([
    'Disclaimer: this email only covers the north building. Who got it in error should delete the old list of recipients.',
    'Legal notice\n\nThis message on the site is wrong: the recipient is Example Ltd., please delete the second line.',
    'Use this wording below our mails:\n\nDisclaimer: This e-mail is confidential; who got it in error should delete it.',
  ])('is one where it is all that is said, or is announced: %j', (said) => {
    expect(read(said)).toBe(said);
  });
});

describe('what leaves no doubt by its words alone', () => {
  it.each([
    [
      'Norwegian',
      'Denne e-posten er konfidensiell og bare for mottakeren. Har du mottatt den ved en feil, vennligst slett den.',
    ],
    ['Serbian', 'Ова порука је поверљива и само за примаоца. Ако сте је примили грешком, обришите је.'],
    [
      'Greek',
      'Το παρόν μήνυμα είναι εμπιστευτικό. Αν το λάβατε από λάθος, ειδοποιήστε τον αποστολέα και διαγράψτε το.',
    ],
    ['Turkish', 'Bu e-posta gizlidir ve yalnızca alıcısı içindir. Yanlışlıkla aldıysanız lütfen silin.'],
    ['Hebrew', 'הודעה זו חסויה ומיועדת לנמען בלבד. אם קיבלת אותה בטעות, מחק אותה.'],
    ['Arabic', 'هذه الرسالة سرية وهي للمرسل إليه فقط. إذا استلمتها عن طريق الخطأ، يرجى حذفها.'],
    [
      'Chinese',
      '本邮件含有保密信息。如果您错收了本邮件，请通知发件人并删除。请勿复制本邮件的任何内容。谢谢您的配合与理解。',
    ],
    ['Thai', 'อีเมลฉบับนี้เป็นความลับและสำหรับผู้รับเท่านั้น หากท่านได้รับโดยผิดพลาด โปรดลบอีเมลนี้'],
    [
      'Estonian',
      'Käesolev kiri on konfidentsiaalne ja mõeldud adressaadile. Kui olete selle saanud ekslikult, kustutage kiri.',
    ],
    ['Catalan', 'Aquest missatge és confidencial i per al destinatari. Si l’heu rebut per error, elimineu-lo.'],
    [
      'Icelandic',
      'Þessi tölvupóstur er trúnaðarmál og ætlaður viðtakanda. Hafi hann borist fyrir mistök skal eyða honum.',
    ],
  ])('is no answer, however short, in %s', (_language, footer) => {
    expect(read(`I do.\n\n${footer}`)).toBe('I do.');
  });

  it.each([
    'Esta mensagem e seus anexos são confidenciais e destinados ao destinatário. Se a recebeu por engano, por favor apague-a e avise o remetente.',
  ])('is no answer: %j', (footer) => {
    expect(read(`I do.\n\n${footer}`)).toBe('I do.');
  });
});

describe('what asks to save paper', () => {
  it.each([
    'P Antes de imprimir este e-mail pense no meio ambiente.',
    'P Please consider the environment before printing this e-mail.',
    '🌳 Tänk på miljön innan du skriver ut detta.',
    'Prima di stampare questa mail pensa ai boschi.',
  ])('is no answer: %j', (footer) => {
    expect(read(`I do.\n\n${footer}`)).toBe('I do.');
  });

  it.each([
    'Tænk på miljøet, før du udskriver denne mail.',
    'Pomyśl o środowisku, zanim wydrukujesz tę wiadomość.',
    'Zanim wydrukujesz tę wiadomość, pomyśl o środowisku.',
    'Подумайте об окружающей среде, прежде чем печатать это письмо.',
    'Gondoljon a környezetre, mielőtt kinyomtatja ezt a levelet.',
    'Virus-free. www.avg.com',
  ])('nor is %j', (footer) => {
    expect(read(`I do.\n\n${footer}`)).toBe('I do.');
  });

  it.each([
    'Antes de imprimir este cartel, mira la fecha.',
    'Prima di stampare questo volantino chiama Ada.',
    'P 7',
    'Tænk på miljøet, så tager jeg cyklen på mandag.',
    'Tänk på miljön innan ni köper en oljepanna!',
    'Ajattele ympäristöä ennen kuin ostat öljykattilan.',
    'Myslete na životní prostředí a vezměte tepelné čerpadlo.',
    'Подумайте об окружающей среде и о соседях.',
    'Zanim wydrukujesz tę wiadomość, popraw datę na 5 maja.',
    'Antes de imprimir este correo, cambia la fecha, está mal.',
    'Bu e-postayı yazdırmadan önce tarihi düzelt.',
    'www.avg.com',
    'www.avg.com is where I got it.',
    'Virus-free. www.avg.com is what it says below my mails.',
  ])('is one where it is about anything else: %j', (said) => {
    expect(read(`I do.\n\n${said}`)).toBe(`I do.\n\n${said}`);
    expect(read(said)).toBe(said);
  });

  it('nor is where a scanner is had', () => {
    const footer = '---\nThis email has been checked for viruses by AVG antivirus software.\nwww.avg.com';
    expect(read(`I do.\n\n${footer}`)).toBe('I do.');
  });
});

describe('the code that a ticket system tells its mail by', () => {
  it.each([
    'Ref:MSG5567812_zq3HkRmTrPwXcYvBnMas',
    'Ref:TIS20240115_8WmYLfMrqM4mSjUxnvjF',
    'ref:!00D200abc.!5003x0def:ref',
    'ref:_00D20abc._5003xdefgh:ref',
  ])('is no answer: %j', (code) => {
    expect(read(`I do.\n\n${code}`)).toBe('I do.');
    expect(read('I do.', code)).toBe('I do.');
  });

  it.each([
    'Ref:MSG5567812',
    'Ref: MSG5567812_zq3HkRmTrPwXcYvBnMas',
    'Ref:MSG5567812_zq3HkRmTrPwXcYvBnMas is the one I mean.',
    'ref:!00D200abc is where it broke.',
    'Ref:msgs are gone.',
  ])('is one where a person could have typed it: %j', (said) => {
    expect(read(`I do.\n\n${said}`)).toBe(`I do.\n\n${said}`);
  });
});

describe('what a list adds between two drawn lines', () => {
  const RULE = '-=-=-=-=-=-=-=-=-=-=-=-';

  it('is no answer where it says how to leave', () => {
    const footer = `${RULE}\nYou receive all messages sent to this group.\nUnsubscribe: https://example.test/unsub\n${RULE}`;
    expect(extractReply({ mail: { text: `I do.\n\n${footer}` } }).text).toBe('I do.');
    expect(read('I do.', footer)).toBe('I do.');
  });

  it.each([
    `${RULE}\nThe ladder is blue.\n${RULE}`,
    `${RULE}\nUnsubscribe: press the button.\n${RULE}`,
    `Unsubscribe me.\n\n${RULE}`,
    RULE,
  ])('else is one: %j', (said) => {
    expect(read(`I do.\n\n${said}\n\nBye`)).toBe(`I do.\n\n${said}\n\nBye`);
  });
});

describe('what says below an answered quote that nobody answers for the mail', () => {
  const [name, addressed] = ['Bakker Bouw BV', 'Dit bericht is uitsluitend bestemd voor de geadresseerde.'];

  it('is no answer', () => {
    const footer = `${name} is niet aansprakelijk voor onjuiste overbrenging van dit bericht. ${addressed}`;
    expect(read('Ik kom.', footer)).toBe('Ik kom.');
  });

  it.each([
    `${name} is aansprakelijk voor de ladder, en in dit bericht staat waarom: hij stond bij de buren tegen de gevel en is gevallen.`,
    'En este mensaje confirmo que la responsabilidad de la caldera es del contratista y que la información confidencial se queda con Ada.',
    'In this email the tenant says he is not liable for the ladder, and that the recipient of the invoice should be Ada, not Tom or Mary.',
    'Ce message répond à la question de la responsabilité du plombier : le destinataire de la facture est Ada, et le contrat est fini.',
    `${name} brengt de ladder en alles wat verder nodig is, met dit bericht weet iedereen het. ${addressed}`,
  ])('is one where it speaks of anything else: %j', (said) => {
    expect(read('Ik kom.', said)).toBe(`Ik kom.\n\n${said}`);
    expect(read(`Ik kom.\n\nMvg\nBob\n\n${said}`)).toContain(said);
  });
});
