import iconv from 'iconv-lite';

const JAPANESE = /\x1b(?:\$[@B]|\$\([@BD]|\([JI])/;
const KOREAN = /\x1b\$\)C/g;

/** Text in seven bits that switches between sets: Japanese and Korean by escape sequences, which need no label to be seen. */
export function shiftedText(octets: Buffer, claimed: string | undefined): string | undefined {
  if (claimed === 'hz') return hz(octets.toString('latin1'));
  if (!octets.includes(0x1b)) return claimed === 'utf-7' ? utf7(octets.toString('latin1')) : undefined;
  const text = octets.toString('latin1');
  if (JAPANESE.test(text)) return new TextDecoder('iso-2022-jp').decode(octets);
  return text.search(KOREAN) === -1 ? undefined : korean(text);
}

/** RFC 1557: what stands between SO and SI, or the end of the line, is KS X 1001. */
const korean = (text: string): string =>
  text.replace(KOREAN, '').replace(/\x0e([^\x0f\n]*)\x0f?/g, (_all, inner: string) => inUpperHalf(inner, 'cp949'));

/** RFC 1843. */
const hz = (text: string): string =>
  text.replace(/~(?:\{((?:[^~\n]|~(?!\}))*)(?:~\})?|~|\r?\n)/g, (all, inner?: string) =>
    inner === undefined ? all.replace(/^~~?(\r?\n)?/, all === '~~' ? '~' : '') : inUpperHalf(inner, 'gb18030'),
  );

const SHIFTED = /\+(-|([A-Za-z0-9+/]+)-?)/g;

/** RFC 2152. What is no UTF-16 in base64 was not meant as such, whatever the label says: `1+1`. */
const utf7 = (text: string): string =>
  text.replace(SHIFTED, (all, _rest, base64?: string) => (base64 === undefined ? '+' : (utf16(base64) ?? all)));

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/**
 * Whole characters, and no bit set in what is left of the last digit. Each of a hundred thousand is too short for a
 * buffer of its own.
 */
function utf16(base64: string): string | undefined {
  let [text, left, bits] = ['', 0, 0];
  for (let at = 0; at < base64.length; at += 1) {
    left = (left << 6) | DIGITS[base64.charCodeAt(at)]!;
    bits += 6;
    if (bits < 16) continue;
    bits -= 16;
    text += String.fromCharCode(left >> bits);
    left &= (1 << bits) - 1;
  }
  const isWhole = text !== '' && bits < 6 && left === 0;
  return isWhole && !LONE_SURROGATE.test(text) ? text : undefined;
}

/** What a digit of base64 is worth, by its octet (RFC 4648 §4). */
const DIGITS = new Uint8Array(128);
[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].forEach((digit, worth) => {
  DIGITS[digit.charCodeAt(0)] = worth;
});

const inUpperHalf = (sevenBit: string, charset: string): string =>
  iconv.decode(
    Buffer.from(sevenBit, 'latin1').map((octet) => (octet > 0x20 ? octet | 0x80 : octet)) as Buffer,
    charset,
  );
