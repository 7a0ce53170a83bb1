/** What wrongly labelled text looks like once decoded, and the charset that it really is in. */
const SYMPTOMS: readonly { readonly sign: RegExp; readonly charset: string }[] = [
  // Japanese mail from before MIME: seven-bit escape sequences and no label (RFC 1468).
  { sign: /\u001b\$[@B]/, charset: 'iso-2022-jp' },
  // Bytes that are not UTF-8 under a label, or no label, that promises it: Western mail of old clients.
  { sign: /\ufffd/, charset: 'windows-1252' },
];

/** The charset to read the message in instead, or `undefined` when the text came out well. */
export const isMislabelled = (decoded: string): string | undefined =>
  SYMPTOMS.find(({ sign }) => sign.test(decoded))?.charset;

const LABEL = /charset[ \t]*=[ \t]*"?(?:utf-?8|us-ascii|ascii|unknown-8bit)"?/gi;
/** One class for what may follow the type: two of them side by side take quadratic time on a line of spaces. */
const UNLABELLED = /^(content-type:[ \t]*text\/(?:plain|html))[ \t;]*(?=\r?\n[^ \t])/gim;
const HAS_TYPE = /^content-type:/im;

/** The message with another label on each part that claims UTF-8 or ASCII, or claims nothing. */
export function relabelled(raw: Buffer, charset: string): Buffer {
  const text = raw.toString('latin1');
  const typed = HAS_TYPE.test(headOf(text)) ? text : `Content-Type: text/plain\r\n${text}`;
  return Buffer.from(
    typed.replace(LABEL, `charset=${charset}`).replace(UNLABELLED, `$1; charset=${charset}`),
    'latin1',
  );
}

/** Up to the empty line that ends the header section. */
const headOf = (text: string): string => text.slice(0, /\r?\n\r?\n/.exec(text)?.index ?? text.length);

const C1 = /[\u0080-\u009f]/g;
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

/** Clients label Windows-1252 as ISO-8859-1, which has control characters where the dashes and curly quotes are. */
export const repairWindows1252 = (text: string): string =>
  text.replace(C1, (character) => WINDOWS_1252[character.charCodeAt(0) - 0x80]!);
