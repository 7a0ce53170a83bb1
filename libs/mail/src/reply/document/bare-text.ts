const SPACE = 0x20;
const [OPENS, CLOSES] = [0x3c, 0x3e];
/** What `\s` finds beyond Latin-1. */
const RARE =
  '\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff';
const RARE_UNITS = new Set([...RARE].map((space) => space.charCodeAt(0)));
/** Longer ones are no tags, so that a lone sign takes no long text with it. */
const MAX_TAG = 2_000;

/**
 * The text of HTML that nobody parses: every tag, and every run of white space, as one space. `a < b and c > d` has no
 * tag in it. It goes from character to character: expressions take ten times as long where there are hundreds of
 * thousands of tags or line ends.
 */
export function bareText(html: string): string {
  const octets = Buffer.from(html, 'utf16le');
  const units = new Uint16Array(octets.buffer, octets.byteOffset, octets.length / 2);
  let end = 0;
  let wasSpace = false;
  for (let at = 0; at < units.length; at += 1) {
    const unit = units[at]!;
    const tag = unit === OPENS ? tagEnd(units, at) : at;
    const isApart = tag > at || isSpace(unit);
    if (!isApart) units[end++] = unit;
    else if (!wasSpace) units[end++] = SPACE;
    wasSpace = isApart;
    at = tag;
  }
  return octets.toString('utf16le', 0, end * 2).trim();
}

/** Where the tag ends that begins at `at`; `at` where none does. */
function tagEnd(units: Uint16Array, at: number): number {
  if (!beginsName(units[at + 1])) return at;
  const limit = Math.min(units.length, at + 3 + MAX_TAG);
  for (let end = at + 2; end < limit; end += 1) {
    if (units[end] === CLOSES) return end;
    if (units[end] === OPENS) return at;
  }
  return at;
}

/** What begins the end of an element, a declaration and an instruction: `/`, `!` and `?`. */
const OTHER_NAMES = new Set([0x2f, 0x21, 0x3f]);

const beginsName = (unit: number | undefined): boolean =>
  unit !== undefined && (isLetter(unit) || OTHER_NAMES.has(unit));

/** Of ASCII, of either case. */
const isLetter = (unit: number): boolean => (unit | 0x20) >= 0x61 && (unit | 0x20) <= 0x7a;

const isSpace = (unit: number): boolean =>
  unit === SPACE || (unit >= 0x09 && unit <= 0x0d) || unit === 0xa0 || (unit >= 0x1680 && RARE_UNITS.has(unit));
