import type { InboundMail } from '../mail.js';
import { ABSENCE_NOTES, ABSENCE_SUBJECTS, SAYS_AUTOMATIC } from './absence-words.js';
import { POLITE } from './polite-words.js';
import { hasFieldOfResponder, suppressesResponses } from './responder-fields.js';
import { beginningOf, flat, quotes, type Said } from './said.js';
import { readingsOf } from './subject.js';
import { withoutMarks } from './without-marks.js';

/**
 * Such a subject and a field of a responder; or such a subject and two of three: it says nothing else, an absence note stands
 * below, `X-Auto-Response-Suppress`, which is enough beside a subject that says that software answers. What quotes, as people's
 * answers do and the notes of Exchange do not, has to be an absence note. Before the subject that is answered such words are
 * enough for what quotes nothing: gateways take every field away, and programs of people write `Re:` there.
 */
export function isAbsenceNote(mail: InboundMail, said: Said): boolean {
  const { subject, words } = headed(mail);
  if (words.length === 0) return false;
  if (hasFieldOfResponder(mail)) return true;
  if (words.some((it) => isHeading(subject, it)) && !quotes(mail)) return true;
  const isSuppressed = suppressesResponses(mail);
  const isAbsent = isNoteOfAbsence(mail, said);
  if (!isAbsent && said.isProven && quotes(mail)) return false;
  if (isSuppressed && isSaidAutomatic(subject, words)) return true;
  const signs = [words.some((it) => isAllOf(subject, it)), isAbsent, isSuppressed];
  return signs.filter((it) => it).length > 1;
}

interface Headed {
  readonly subject: string;
  /** Those of absence that it begins with. */
  readonly words: readonly string[];
}

/** The reading of the subject that tells of an absence, if one does. */
function headed({ subject }: InboundMail): Headed {
  const readings = readingsOf(subject.slice(0, MAX_SUBJECT)).map((written) => {
    const bare = undecorated(written);
    return { subject: bare, words: absenceWords(written, bare) };
  });
  return readings.find(({ words }) => words.length > 0) ?? readings[0]!;
}

/** Without accents, which small webmailers leave out, and without the bracket or stars that some begin with. */
const undecorated = (subject: string): string => withoutMarks(subject.toLowerCase()).replace(DECORATION, '');

/** Nobody reads further. */
const MAX_SUBJECT = 500;

const DECORATION = /^[\s[({<【「*#=~!-]+/u;

/** Whether the subject says no more than that somebody is away. */
export function isNamedAbsence(mail: InboundMail): boolean {
  const { subject, words } = headed(mail);
  return words.some((it) => isAllOf(subject, it));
}

const absenceWords = (written: string, subject: string): string[] =>
  ABSENCE_SUBJECTS.filter((it) => subject.startsWith(it) && (it !== 'auto:' || AUTO_OF_SOFTWARE.test(written)));

/** `AUTO: Bob is out of the office` (Notes) and `Auto: Re: Plan` (Sieve): in several languages `Auto: …` is about a car. */
const AUTO_OF_SOFTWARE = /^\W*(?:AUTO:|Auto: ?\p{L}{1,5} ?:)/u;

/** People ask about automatic replies too. */
const isSaidAutomatic = (subject: string, words: readonly string[]): boolean =>
  words.some((it) => SAYS_AUTOMATIC.test(it)) && !/[?？؟]$/.test(subject);

/** `Automatic reply: Release plan`, as software heads its answers; not `AUTO:`, which may be about a car. */
const isHeading = (subject: string, words: string): boolean =>
  !words.endsWith(':') && SAYS_AUTOMATIC.test(words) && /^\s?[:：]/.test(subject.slice(words.length));

const saysAbsent = (text: string): boolean => absenceAt(withoutMarks(beginningOf(text))) !== undefined;

const absenceAt = (text: string): number | undefined => ABSENCE_NOTES.exec(flat(text))?.index;

/** A responder only greets and thanks before it says so. People say first what they were asked, and then that they are away. */
function saysAtOnceAbsent(text: string): boolean {
  const beginning = withoutMarks(beginningOf(text));
  const at = absenceAt(beginning);
  return (
    at !== undefined &&
    beginning
      .slice(0, at)
      .split(/[.!?。！？\n]/)
      .every(isPolite)
  );
}

const MAX_WORDS_OF_GREETING = 2;
/** Where nothing stands between words: a name and how it is addressed. */
const MAX_UNSPACED_GREETING = 4;
const UNSPACED = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}]/u;

function isPolite(sentence: string): boolean {
  const said = sentence.trim();
  const isShort = UNSPACED.test(said)
    ? said.length <= MAX_UNSPACED_GREETING
    : said.split(/\s+/, MAX_WORDS_OF_GREETING + 1).length <= MAX_WORDS_OF_GREETING;
  return isShort || POLITE.test(said);
}

/** `Out of office` and `Out of office: x` say nothing else; `Out of office banner` is about something. */
const isAllOf = (subject: string, words: string): boolean =>
  words.endsWith(':') ||
  /^(?:$|\s*[:：;,.!(\[\])}>【】」|*–—-]|\s+(?:re|aw|fw|fwd|from|until|till|bis|vom|du|jusqu|dal|fino|van|tot|del|hasta|до|с|от)\b)/u.test(
    subject.slice(words.length),
  );

export const isNoteOfAbsence = (mail: InboundMail, { text, isProven }: Said): boolean =>
  isProven && quotes(mail) ? saysAtOnceAbsent(text) : saysAbsent(text);
