import { decodedText } from './charset.js';

/** RFC 2047 §2, with the blanks that some programs leave in, and the language of RFC 2231 §5. */
const WORD = /=\?([^?\s*]{1,60})(?:\*[^?\s]{0,40})?\?([bq])\?([^?]*)\?=/gi;

interface Run {
  readonly charset: string;
  readonly octets: Buffer[];
  readonly before: string;
}

/** Decodes a value of an unstructured field. Words in a row are one text: clients cut characters in half between them. */
export const decodedWords = (value: string): string =>
  replaced(value, ({ octets, charset }) => decodedText(Buffer.concat(octets), charset));

/** The same value with UTF-8 in each word: structure is read before words are decoded, or a name could become an address. */
export const inUtf8Words = (value: string): string =>
  replaced(value, ({ octets, charset }) => {
    const text = decodedText(Buffer.concat(octets), charset);
    return `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
  });

/** The charsets that words of a header section name, for text that names none. */
export const charsetsOfWords = (header: string): string[] =>
  [...new Set([...header.matchAll(WORD)].slice(0, 50).map(([, charset]) => charset!.toLowerCase()))].slice(0, 4);

function replaced(value: string, decode: (run: Run) => string): string {
  const runs: Run[] = [];
  let end = 0;
  for (const match of value.matchAll(WORD)) {
    const [all, charset = '', encoding = '', content = ''] = match;
    const before = value.slice(end, match.index);
    const last = runs.at(-1);
    const octets = octetsOf(encoding, content);
    if (last && before.trim() === '' && last.charset.toLowerCase() === charset.toLowerCase()) last.octets.push(octets);
    else runs.push({ charset, octets: [octets], before: last && before.trim() === '' ? '' : before });
    end = match.index + all.length;
  }
  return runs.map((run) => `${run.before}${decode(run)}`).join('') + value.slice(end);
}

const octetsOf = (encoding: string, content: string): Buffer =>
  encoding.toLowerCase() === 'b'
    ? Buffer.from(content, 'base64')
    : Buffer.from(
        content
          .replaceAll('_', ' ')
          .replace(/=([0-9a-f]{2})/gi, (_all, code: string) => String.fromCharCode(parseInt(code, 16))),
        'latin1',
      );
