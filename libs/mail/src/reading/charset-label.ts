/**
 * Names of code pages as clients write them, beyond the labels that the Encoding Standard lists. Each pattern takes all
 * of a name.
 */
const ALIASES: readonly (readonly [RegExp, string])[] = [
  [/^(cp|ms|x-windows-|windows-)949$|^uhc$|^(ks[-_]?c[-_]?5601|euc[-_]?kr).*/, 'euc-kr'],
  [/^(cp|ms|windows-)932$|^(x-)?(s-?jis|ms932|windows-31j).*/, 'shift_jis'],
  [/^(cp|ms|windows-)936$|^(x-)?gb[-_]?(2312|k|18030).*|^(x-)?euc-?cn$/, 'gb18030'],
  [/^(cp|ms|windows-)950$|^(x-)?big-?5.*/, 'big5'],
  [/^(x-)?(utf-?8|utf8mb4|unicode-\d-\d-utf-8).*/, 'utf-8'],
  [/^(?:x-)?(?:win(?:dows)?|cp)[-_]?(125\d|874)$/, 'windows-$1'],
  [/^iso-?2022-?jp.*|^(x-)?cp5022[012]$|^jis$/, 'iso-2022-jp'],
  [/^iso-?2022-?kr$/, 'iso-2022-kr'],
  [/^hz(-gb-2312)?$/, 'hz'],
  [/^(x-|unicode-\d-\d-)?utf-?7$/, 'utf-7'],
  [/^latin-?(\d)$/, 'latin$1'],
  [/^(?:ibm|cp|dos)-?(437|85[02578]|86[0-69])$/, 'cp$1'],
];
/** Each is read as the larger set that clients mean by it: gb2312 as GB 18030, ks_c_5601-1987 as CP949, shift_jis as CP932. */
const SUPERSETS: Readonly<Record<string, string>> = {
  gbk: 'gb18030',
  'euc-kr': 'cp949',
  shift_jis: 'cp932',
  'iso-8859-8-i': 'iso-8859-8',
  'x-mac-cyrillic': 'maccyrillic',
};
/** Charsets of seven bits that browsers no longer read. */
const SHIFTED = ['iso-2022-kr', 'hz', 'utf-7'];
/** Code pages of DOS that the Encoding Standard does not list. */
const OF_DOS = /^cp(?:437|8(?:5[02578]|6[0-69]))$/;
/** These promise ASCII, so they claim nothing about the octets beyond it. */
const CLAIMS_NOTHING = /^$|^(us-)?ascii$|^ansi_x3.*|^iso-?ir-6$|^(x-)?unknown.*|^[78]-?bit$|^binary$/;

/** The charset that a label means, whatever its case and quotes; `undefined` when it says nothing that can be read. */
export function charsetOf(label: string): string | undefined {
  const name = label
    .toLowerCase()
    .slice(0, 40)
    .replace(/[^a-z0-9._-]/g, '');
  if (CLAIMS_NOTHING.test(name)) return undefined;
  const alias = ALIASES.find(([pattern]) => pattern.test(name));
  const known = alias ? name.replace(...alias) : name;
  if (SHIFTED.includes(known) || OF_DOS.test(known)) return known;
  const standard = standardName(known);
  return standard && (SUPERSETS[standard] ?? standard);
}

/** https://encoding.spec.whatwg.org/#names-and-labels: ISO-8859-1 is Windows-1252 there, as in mail. */
function standardName(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding;
  } catch {
    return undefined;
  }
}
