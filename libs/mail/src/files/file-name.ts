import { beginning } from '../text.js';

/** What moves or hides what stands around it: control and format characters, halves of characters. Joiners are text. */
const UNSEEN = /[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]|(?![\u200c\u200d])\p{Cf}/gu;
/** As long as a contract allows, in UTF-16 units. */
const MAX_LENGTH = 200;
/** No disk takes a name of more; what is beyond is not looked at. */
const MAX_WRITTEN = 4096;
/** Names that Windows opens as a device, whatever follows the first dot. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * What follows the last dot, in lower case; empty where nothing does. Windows drops dots and spaces at the end, so they
 * do not count.
 */
export const extensionOf = (filename: string): string =>
  /\.([a-z0-9_-]{1,16})$/i.exec(withoutTail(filename))?.[1]?.toLowerCase() ?? '';

/** Step by step: an expression for the end of a text looks for it at every place. */
function withoutTail(name: string): string {
  let end = name.length;
  while (end > 0 && '. \u00a0'.includes(name[end - 1]!)) end -= 1;
  return name.slice(0, end);
}

/**
 * The name of a file as a person may be shown it, and a disk may be given it. `photo.jpg.exe` keeps all of its extensions:
 * who changes a name hides what it was.
 */
export function safeName(filename: string | undefined, mediaType: string): string {
  const last = (filename ?? '').slice(0, MAX_WRITTEN).normalize('NFC').split(/[/\\]/).at(-1)!;
  const shown = withoutTail(
    last
      .replace(UNSEEN, '')
      .replace(/[\s<>:"|?*]+/g, ' ')
      .trim(),
  );
  if (shown === '' || /^\.+$/.test(shown)) return nameless(mediaType);
  return shortened(DEVICE.test(shown) ? `_${shown}` : shown);
}

const NAMELESS: Readonly<Record<string, string>> = {
  'image/png': 'picture.png',
  'image/jpeg': 'picture.jpg',
  'image/gif': 'picture.gif',
  'image/webp': 'picture.webp',
  'message/rfc822': 'message.eml',
  'application/pdf': 'file.pdf',
  'text/calendar': 'calendar.ics',
};
const nameless = (mediaType: string): string => NAMELESS[mediaType] ?? 'file';

/** The end of a name says what it is, so the middle goes. Never half a character. */
function shortened(name: string): string {
  if (name.length <= MAX_LENGTH) return name;
  const extension = extensionOf(name);
  const end = extension === '' ? '' : `.${extension}`;
  return `${beginning(name, MAX_LENGTH - end.length - 1)}…${end}`;
}
