import { normalised } from '../text.js';
import { simpleWordsOf } from './simple-words.js';

/**
 * Letters, numbers, emoji and whole links, without case or form. A script that writes no spaces gives one word a character,
 * so that text compares the same however a client wrapped it.
 */
const WORD =
  /https?:\/\/[^\s<>"'()[\]]{1,2000}|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}]|(?:(?![\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Khmer}\p{sc=Lao}])[\p{L}\p{M}\p{N}])+|\p{Extended_Pictographic}/gu;

/** What clients put for a picture: it was not typed, and it is not in the mail that was sent. */
const PICTURE_IN_MARKDOWN = /!\[[^[\]\n]{0,200}\]\(cid:[^()\s]{0,998}\)/g;
const PICTURE = /\[(?:image|cid|inline image|data):?/gi;
const MAX_NAME = 300;

const MAY_SHOW = /!\[|\[(?:image|cid|inline image|data)/i;

/**
 * Each bracket is looked for once: a text of beginnings alone has thousands, and an expression would look behind each
 * of them.
 */
function withoutPictures(text: string): string {
  const bare = text.replace(PICTURE_IN_MARKDOWN, ' ');
  let [shown, from, end] = ['', 0, -1];
  for (const { 0: beginning, index } of bare.matchAll(PICTURE)) {
    if (index < from) continue;
    if (end < index) end = bare.indexOf(']', index);
    if (end < 0) break;
    const start = index + beginning.length;
    if (end - start > MAX_NAME || bare.slice(start, end).includes('\n')) continue;
    shown += `${bare.slice(from, index)} `;
    from = end + 1;
  }
  return shown + bare.slice(from);
}

/** Whole phrases in one character, which NFKC writes out: a text of them would be eighteen times as long. */
const PHRASES = /[\ufdfa\ufdfb]/g;

export function wordsOf(text: string): string[] {
  if (text === '') return [];
  const seen = text.includes('[') && text.includes(']') && MAY_SHOW.test(text) ? withoutPictures(text) : text;
  return simpleWordsOf(seen) ?? normalised(seen.replace(PHRASES, ' '), 'NFKC').toLowerCase().match(WORD) ?? [];
}

export const isLink = (word: string): boolean =>
  word.length > 7 && (word.startsWith('http://') || word.startsWith('https://'));

/** What `plain` changes something for. Most lines have nothing of it. */
const DECORATED = /[^ -~]|[*<]|\]\(| {2}/;

/** Every block of Unicode that has format characters; to ask for them one by one takes long. */
const MAY_FORMAT =
  /[*\xad\u0600-\u061c\u06dd\u070f\u0890-\u08e2\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udbff]/;

/** A line without what only decorates it: direction marks, emphasis, link targets; spaces are single. */
export function plain(text: string): string {
  if (!DECORATED.test(text)) return text.trim();
  const bare = MAY_FORMAT.test(text) ? text.replace(/[\p{Cf}*]/gu, '') : text;
  const untargeted = bare.includes('](') ? bare.replace(/\]\(https?:[^()\s]{0,600}\)/g, '') : bare;
  const shown = untargeted.includes('<') ? untargeted.replace(/<(?:https?|mailto):[^<>\s]{0,600}>/g, '') : untargeted;
  return (/\s\s|[^\S ]/.test(shown) ? shown.replace(/\s+/g, ' ') : shown).trim();
}
