/** What a server says of where folders go (RFC 2342 §5). */
interface Namespace {
  readonly prefix: string;
  /** What stands between a folder and the one it is in; none where the server knows no folders in folders. */
  readonly delimiter?: string | null | undefined;
}

/** Where folders cannot be in folders, the names of both are the name of one. */
const FLAT = '-';

/** The name that a server wants for a folder in a folder, `INBOX.Archive.2026-W47` for instance. */
export const folderPath = (names: readonly string[], { prefix, delimiter }: Namespace): string =>
  prefix + names.join(delimiter || FLAT);

const UTF_16 = new TextDecoder('utf-16be');

/**
 * Text from how IMAP4rev1 writes names of folders (RFC 3501 §5.1.3): `&` begins UTF-16 in a Base64 of its own. imapflow
 * writes all names so, and hands on the prefix of a namespace as the server wrote it: it would be written so twice.
 */
export const folderName = (written: string): string =>
  written.replace(/&([A-Za-z0-9+,]{0,1000})-/g, (_all, units: string) =>
    units === '' ? '&' : UTF_16.decode(Buffer.from(units.replaceAll(',', '/'), 'base64')),
  );
