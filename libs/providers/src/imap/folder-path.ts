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
