/** What ends with a full stop and is no sentence: a company, a degree. */
const ABBREVIATED =
  `inc|ltd|co|corp|llc|plc|pty|pvt|bhd|gmbh|s\\.?a|s\\.?l|s\\.?r\\.?l|s\\.?p\\.?a|s\\.?r\\.?o|d\\.?o\\.?o|z ?o\\.?o|
  e\\.?v|a\\.?s|a\\.?ş|şti|b\\.?v|n\\.?v|ltda|cia|bros|jr|sr|ph\\.?d|m\\.?d|m\\.?a|b\\.?sc|m\\.?sc|dept|tel|ext`.replace(
    /\s+/g,
    '',
  );
const ENDS_ABBREVIATED = new RegExp(`(?:^|[^\\p{L}])(?:${ABBREVIATED})\\.$`, 'iu');
/** A way to reach somebody stands in a signature, whatever it ends with. */
const REACHES = /@|https?:|www\.|\p{Nd}{3}/u;
const POSTSCRIPT = /^p\.? ?[sd]\.? ?:|^p\.s\. |^ps[ .]/i;
/** The same where names stand as well, some of which begin with these letters: "P. S. Raghavan", "P.S. Consulting GmbH". */
const PLAIN_POSTSCRIPT = /^[Pp]\.? ?[Ss]\.? ?:|^[Pp]\. ?[Ss]\. (?=(?:\S+ ){0,3}\p{Ll})/u;
/** Three words, or where a script writes no spaces, four characters. */
const WORDS = /(?:\S+\s+){2}\S|[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}]{4}/u;

/** Whether the person goes on with this line, below a signature. */
export const isPostscript = (text: string): boolean => PLAIN_POSTSCRIPT.test(text.slice(0, 80).trimStart());

/** Whether a short line below the closing of a letter is something that the person says, and not who or what they are. */
export function isSaid(line: string): boolean {
  const text = line.trim();
  if (POSTSCRIPT.test(text)) return true;
  if (!/[.!?…。！？؟۔]["'”’»)]?$/.test(text) || ENDS_ABBREVIATED.test(text) || REACHES.test(text)) return false;
  return WORDS.test(text);
}
