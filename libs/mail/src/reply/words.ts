/**
 * Letters, numbers, emoji and whole links, without case or form. A script that writes no spaces gives one word a character,
 * so that text compares the same however a client wrapped it.
 */
const WORD =
  /https?:\/\/[^\s<>"'()[\]]{1,2000}|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}]|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}])[\p{L}\p{M}\p{N}])+|\p{Extended_Pictographic}/gu;

/** What clients put for a picture: it was not typed, and it is not in the mail that was sent. */
const PICTURE = /!\[[^[\]\n]{0,200}\]\(cid:[^()\s]{0,998}\)|\[(?:image|cid|inline image|data):?[^\]\n]{0,300}\]/gi;

export const wordsOf = (text: string): string[] =>
  text.replace(PICTURE, ' ').normalize('NFKC').toLowerCase().match(WORD) ?? [];

export const isLink = (word: string): boolean => word.startsWith('http://') || word.startsWith('https://');

/** A line without what only decorates it: direction marks, emphasis, link targets; spaces are single. */
export const plain = (text: string): string =>
  text
    .replace(/[\p{Cf}*]/gu, '')
    .replace(/\]\(https?:[^()\s]{0,600}\)/g, '')
    .replace(/<(?:https?|mailto):[^<>\s]{0,600}>/g, '')
    .replace(/\s+/g, ' ')
    .trim();
