import { describe, expect, it } from '@jest/globals';
import { simpleWordsOf } from './simple-words.js';
import { wordsOf } from './words.js';

/** A word that needs the tables of Unicode, and so has everything beside it read with them. */
const DENSE = '漢';

const CHARACTERS = Array.from({ length: 0x3000 }, (_none, code) => String.fromCharCode(code));

describe('a text that can be read without the tables of Unicode', () => {
  it('has the words that it has with them, whatever its characters are', () => {
    const differing = CHARACTERS.filter((it) => {
      const text = `Ab${it}cD ${it}`;
      const simple = simpleWordsOf(text);
      return simple && [...simple, DENSE].join(' ') !== wordsOf(`${text} ${DENSE}`).join(' ');
    });
    expect(differing).toEqual([]);
  });

  it.each(['Well, it’s done – at last…', 'Größe und Straße', 'Đã xong, cảm ơn', 'Все готово', 'Έτοιμο', 'הכול מוכן'])(
    'is one like "%s"',
    (text) => expect(simpleWordsOf(text)).toEqual(wordsOf(`${text} ${DENSE}`).slice(0, -1)),
  );

  it.each(['Ⅳ', 'ﬁne', 'e\u0301', 'x²', '👍', DENSE])('is none with %s in it', (text) => {
    expect(simpleWordsOf(text)).toBeUndefined();
  });
});
