const RANGES: readonly (readonly [from: number, to: number, label: (codepage: number) => string])[] = [
  [932, 932, () => 'shift_jis'],
  [936, 936, () => 'gb18030'],
  [949, 949, () => 'euc-kr'],
  [950, 950, () => 'big5'],
  [874, 874, () => 'windows-874'],
  [1200, 1200, () => 'utf-16le'],
  [1250, 1258, (codepage) => `windows-${codepage}`],
  [10000, 10000, () => 'macintosh'],
  [20866, 20866, () => 'koi8-r'],
  [21866, 21866, () => 'koi8-u'],
  [28591, 28605, (codepage) => `iso-8859-${codepage - 28590}`],
  [50220, 50222, () => 'iso-2022-jp'],
  [51932, 51932, () => 'euc-jp'],
  [51949, 51949, () => 'euc-kr'],
  [54936, 54936, () => 'gb18030'],
  [65001, 65001, () => 'utf-8'],
];

/** The label of a Windows code page; empty for one that says nothing. */
export const labelOfCodepage = (codepage: number): string =>
  RANGES.find(([from, to]) => codepage >= from && codepage <= to)?.[2](codepage) ?? '';
