import { createHmac } from 'node:crypto';
import { normalised } from '../text.js';

/** Letters that stand for each other: a word keeps its length, its script and its case, and becomes unreadable. */
const ALPHABETS: readonly string[] = [
  'aeiou',
  'bcdfghjklmnprstvwz',
  'xqy',
  'äöüéèáíóúàçñšžåøæěřőűığş',
  'абвгдежзиклмнопрстуфхцчшщэюяєіїќ',
  'αβγδεζηθικλμνξοπρστυφχψω',
  'אבגדהוזחטיכלמנסעפצקרשת',
  'ابتثجحخدذرزسشصضطظعغفقكلمنهوي',
];

/** Scripts with too many letters to list, by their first and last. */
const RANGES: readonly (readonly [number, number])[] = [
  [0x3042, 0x308d],
  [0x30a2, 0x30ed],
  [0x4e00, 0x9fa5],
  [0xac00, 0xd7a3],
  [0x0e01, 0x0e2e],
  [0x0905, 0x0939],
];

const ALPHABET_OF = new Map(ALPHABETS.flatMap((alphabet) => [...alphabet].map((letter) => [letter, [...alphabet]])));

/**
 * One made-up word for each word, the same each time, so that what aligned with each other before still does. Nobody
 * comes back from it without the key, which is thrown away.
 */
export class Pseudonyms {
  private readonly known = new Map<string, string>();
  /** By the word as it is written, with its case. */
  private readonly written = new Map<string, string>();

  /** Two with the same key give the same words. */
  constructor(private readonly key: Uint8Array) {}

  of(word: string): string {
    const pseudonym = this.written.get(word) ?? this.shaped(word);
    this.written.set(word, pseudonym);
    return pseudonym;
  }

  private shaped(word: string): string {
    const composed = normalised(word, 'NFC');
    const plain = composed.toLowerCase();
    if (!this.known.has(plain)) this.known.set(plain, this.make(plain));
    const made = [...this.known.get(plain)!];
    const shape = [...composed];
    if (shape.length !== made.length) return made.join('');
    return made.map((letter, at) => (isUpper(shape[at]!) ? letter.toUpperCase() : letter)).join('');
  }

  private make(word: string): string {
    const dice = createHmac('sha512', this.key).update(word).digest();
    // Combining marks stay, too: without them a script that needs them is none any more.
    const mayStay = TELEPHONE.test(word) ? /\D/ : /\p{M}/u;
    return [...word]
      .map((letter, at) => (mayStay.test(letter) ? letter : another(letter, dice.readUInt16BE((at * 2) % 64) + at)))
      .join('');
  }
}

/** Keeps what parts its digits, by which it is known as one. */
const TELEPHONE = /^\+?\d[\d ()./-]*$/;

const isUpper = (letter: string): boolean => letter !== letter.toLowerCase();

function another(letter: string, die: number): string {
  const alphabet = ALPHABET_OF.get(letter);
  if (alphabet) return alphabet[die % alphabet.length]!;
  if (/\p{N}/u.test(letter)) return String(die % 10);
  const code = letter.codePointAt(0)!;
  const range = RANGES.find(([first, last]) => code >= first && code <= last);
  return range ? String.fromCodePoint(range[0] + (die % (range[1] - range[0] + 1))) : 'x';
}
