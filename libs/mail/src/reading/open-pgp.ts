const SIGNED = '-----BEGIN PGP SIGNED MESSAGE-----';
const SIGNATURE = '-----BEGIN PGP SIGNATURE-----';
const SIGNATURE_END = '-----END PGP SIGNATURE-----';
const MESSAGE = '-----BEGIN PGP MESSAGE-----';
const MESSAGE_END = '-----END PGP MESSAGE-----';

/** Text without the armour of OpenPGP (RFC 9580 §6 and §7). */
interface Unarmoured {
  readonly text: string;
  readonly isSigned: boolean;
  /** Whether the first thing in it was an encrypted message. One that somebody shows below his words stays where it is. */
  readonly isEncrypted: boolean;
}

/** Signed text without its signature, which is not checked and proves nothing. One pass over the lines. */
export function unarmoured(text: string): Unarmoured {
  if (!text.includes('-----BEGIN PGP ')) return { text, isSigned: false, isEncrypted: false };
  const lines = text.split(/\r?\n/);
  const kept: string[] = [];
  let [isSigned, isEncrypted] = [false, false];
  for (let at = 0; at < lines.length; at += 1) {
    const line = lines[at]!.trimEnd();
    if (line === SIGNED) {
      isSigned = true;
      at = afterArmourHeaders(lines, at);
    } else if (line === SIGNATURE && isSigned) at = indexOrEnd(lines, SIGNATURE_END, at);
    else if (line === MESSAGE && kept.every((it) => it.trim() === '')) {
      isEncrypted = true;
      at = indexOrEnd(lines, MESSAGE_END, at);
    } else kept.push(isSigned ? lines[at]!.replace(/^- /, '') : lines[at]!);
  }
  return { text: kept.join('\n'), isSigned, isEncrypted };
}

/** HTML that shows an encrypted message, and not in a quote. */
export function isEncryptedHtml(html: string): boolean {
  const at = html.indexOf(MESSAGE);
  const quote = html.search(/<blockquote/i);
  return at !== -1 && (quote === -1 || at < quote);
}

export const isArmouredHtml = (html: string): boolean => html.includes(SIGNED) || isEncryptedHtml(html);

/** `Hash: SHA512` and the like end with an empty line. */
function afterArmourHeaders(lines: readonly string[], at: number): number {
  let last = at;
  while (last + 1 < lines.length && /^[A-Za-z-]{1,40}: /.test(lines[last + 1]!)) last += 1;
  return lines[last + 1]?.trim() === '' ? last + 1 : last;
}

function indexOrEnd(lines: readonly string[], mark: string, from: number): number {
  for (let at = from; at < lines.length; at += 1) if (lines[at]!.trimEnd() === mark) return at;
  return lines.length;
}
