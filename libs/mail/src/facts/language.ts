import { PROMPT_IN } from './prompt.js';

/** A language that people are written to in: its prompt is one that the reading of replies knows. */
export type Language = keyof typeof PROMPT_IN;
export const LANGUAGES = Object.keys(PROMPT_IN) as readonly Language[];

export const directionOf = (language: Language): 'ltr' | 'rtl' => (language === 'ar' ? 'rtl' : 'ltr');

/** Lookup (RFC 4647 §3.4): each tag in turn loses its end until there is a language for it, fr-CA then fr. */
export function languageFor(locales: readonly string[]): Language | undefined {
  const tags = locales.flatMap((locale) => shorterAndShorter(locale.toLowerCase().split('-')));
  return tags.find((tag): tag is Language => (LANGUAGES as readonly string[]).includes(tag));
}

const shorterAndShorter = (parts: readonly string[]): string[] =>
  parts.map((_part, index) => parts.slice(0, parts.length - index).join('-'));
