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

  it.each(['—', '__', '==', '+++++', '━━━━━━━━'])('where %j is drawn above it', (drawn) => {
    expect(textOf(`The slates are here.\n\n${drawn}\nDipl.-Ing. Bob Harker\n${CARD}`)).toBe('The slates are here.');
    expect(textOf(`The slates are here.\n\n${drawn}\n${CARD}\nbob@harker.example.test`)).toBe('The slates are here.');
  });

  it('where it stands below a closing and is longer than a name and a role', () => {
    expect(textOf(`The slates are here.\n\nKind regards,\n\nBob Harker\nRoofer\n${CARD}`)).toBe('The slates are here.');
  });

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
    ['without a way to reach them', 'Bob Harker\nAda Lovelace\nMary Somerville'],
  ])('%s', (_name, said) => {
    expect(textOf(`The slates are here.\n\n${said}`)).toBe(`The slates are here.\n\n${said}`);
  });

  it('and is all of the mail', () => {
    expect(textOf(`Bob Harker\n${CARD}`)).toContain('3 Mill Lane');
  });
});
