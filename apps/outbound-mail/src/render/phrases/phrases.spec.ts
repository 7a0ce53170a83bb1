import { describe, expect, it } from '@jest/globals';
import { PROMPT_IN } from '@replyline/mail';
import { encoded } from '../charset.js';
import { bare, insert } from '../inserted.js';
import { LANGUAGES } from './languages.js';
import { PHRASES, type Phrases } from './phrases.js';

const [ONE, TWO] = [insert('Ⅰ'), insert('Ⅱ')];

/** Every phrase by its path, with something put in wherever something can be. */
function phrasesOf(catalogue: unknown, path = ''): [path: string, phrase: string][] {
  if (typeof catalogue === 'string') return [[path, catalogue]];
  if (typeof catalogue === 'function') return [[path, String(catalogue(ONE, TWO))]];
  return Object.entries(catalogue as object).flatMap(([name, it]) => phrasesOf(it, `${path}/${name}`));
}
const saidIn = (phrases: Phrases) => phrasesOf(phrases).filter(([path]) => path !== '/direction');
const english = new Map(saidIn(PHRASES.en));
const insertions = (phrase: string): string[] => [...phrase.matchAll(/\u2068(.)\u2069/g)].map(([, it]) => it!).sort();

describe.each(LANGUAGES)('the phrases in %s', (language) => {
  it.each(saidIn(PHRASES[language]))('%s', (path, phrase) => {
    expect(phrase).not.toMatch(/undefined|\$\{|\[object|^\s|\s$|^$/);
    expect(insertions(phrase)).toEqual(insertions(english.get(path)!));
    if (language !== 'en') expect(phrase).not.toBe(english.get(path));
  });

  it('are as many as in English', () => {
    expect(saidIn(PHRASES[language]).map(([path]) => path)).toEqual([...english.keys()]);
  });
});

it('each is written in the letters of its language', () => {
  const written = (language: 'ja' | 'ar') => saidIn(PHRASES[language]).map(([, phrase]) => bare(phrase));
  for (const phrase of written('ja')) expect(phrase).toMatch(/[\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Han}]/u);
  for (const phrase of written('ar')) expect(phrase).toMatch(/\p{sc=Arabic}/u);
});

it.each(['en', 'de', 'fr', 'es'] as const)('what mails say in %s has a place in ISO-8859-1', (language) => {
  const all = [
    ...saidIn(PHRASES[language]).map(([, phrase]) => phrase.replace(/\u2068.\u2069/g, '')),
    PROMPT_IN[language],
  ];
  for (const phrase of all) expect([phrase, encoded(phrase, 'iso-8859-1') !== undefined]).toEqual([phrase, true]);
});
