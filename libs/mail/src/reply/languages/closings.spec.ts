import { describe, expect, it } from '@jest/globals';
import { extractReply } from '../extract-reply.js';

const QUOTE = 'On Mon, 15 Jan 2024 at 14:30, Bob <bob@example.test> wrote:\n> Who brings the ladder?';
const read = (said: string): string =>
  extractReply({
    mail: { text: `${said}\n\n${QUOTE}\n`, from: [{ address: 'ada@example.test', name: 'Ada Lovelace' }] },
  }).text;

describe('the closing of a letter', () => {
  it.each([
    ['Icelandic', 'Kveðja,\nAda'],
    ['Estonian', 'Parimate soovidega\nAda'],
    ['Latvian', 'Ar cieņu,\nAda'],
    ['Lithuanian', 'Pagarbiai\nAda'],
    ['Serbian', 'Поздрав,\nАда'],
    ['Bulgarian', 'Поздрави,\nАда'],
    ['Macedonian', 'Со почит,\nАда'],
    ['Belarusian', 'З павагай,\nАда'],
    ['Albanian', 'Me respekt,\nAda'],
    ['Greek', 'Με εκτίμηση,\nAda'],
    ['Azerbaijani', 'Hörmətlə,\nAda'],
    ['Kazakh', 'Құрметпен,\nАда'],
    ['Mongolian', 'Хүндэтгэсэн,\nАда'],
    ['Georgian', 'პატივისცემით,\nAda'],
    ['Armenian', 'Հարգանքով,\nAda'],
    ['Hebrew', 'בברכה,\nעדה'],
    ['Arabic', 'مع التحية،\nآدا'],
    ['Persian', 'با احترام،\nآدا'],
    ['Hindi', 'सादर,\nAda'],
    ['Bengali', 'শুভেচ্ছা,\nAda'],
    ['Tamil', 'அன்புடன்,\nAda'],
    ['Thai', 'ขอแสดงความนับถือ\nAda'],
    ['Vietnamese', 'Trân trọng,\nAda'],
    ['Malay', 'Sekian, terima kasih.\nAda'],
    ['Japanese', '以上、よろしくお願いいたします。\nエイダ'],
    ['Chinese', '此致\n敬礼\n艾达'],
    ['Chinese of Taiwan', '敬祝 商祺\n艾達'],
    ['Korean', '에이다 드림'],
    ['Basque', 'Agur bero bat,\nAda'],
    ['Galician', 'Un saúdo,\nAda'],
    ['Welsh', 'Cofion,\nAda'],
    ['Irish', 'Le meas,\nAda'],
    ['Swahili', 'Wako,\nAda'],
    ['Afrikaans', 'Groete,\nAda'],
    ['two languages', 'Mit freundlichen Grüßen / Kind regards\nAda'],
  ])('in %s is not said', (_language, closing) => {
    expect(read(`I do.\n\n${closing}`)).toBe('I do.');
  });

  it.each([
    'よろしくお願いします。',
    'Saludos',
    'Pozdrav Bobu',
    'Kveðja til Bobs',
    'Best',
    'Thân',
    '以上です。',
    '네.\n감사 드림',
    '네.\n자료 올림',
  ])('is said where it is all there is, or goes on: %j', (said) => {
    expect(read(said)).toBe(said);
  });

  it('that may be an answer closes above the name of who writes alone', () => {
    for (const closing of ['Agur', 'Att.', 'Best']) expect(read(`I do.\n\n${closing},\nAda`)).toBe('I do.');
    expect(read('Red or blue?\n\nBest\nBlue')).toBe('Red or blue?\n\nBest\nBlue');
  });
});
