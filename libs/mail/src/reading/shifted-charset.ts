import iconv from 'iconv-lite';

const JAPANESE = /\x1b(?:\$[@B]|\$\([@BD]|\([JI])/;
const KOREAN = /\x1b\$\)C/g;

/** Text in seven bits that switches between sets: Japanese and Korean by escape sequences, which need no label to be seen. */
export function shiftedText(octets: Buffer, claimed: string | undefined): string | undefined {
  if (claimed === 'hz') return hz(octets.toString('latin1'));
  if (!octets.includes(0x1b)) return undefined;
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

const inUpperHalf = (sevenBit: string, charset: string): string =>
  iconv.decode(
    Buffer.from(sevenBit, 'latin1').map((octet) => (octet > 0x20 ? octet | 0x80 : octet)) as Buffer,
    charset,
  );
