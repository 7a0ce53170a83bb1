/** The folder that the folders of the weeks are in. */
export const ARCHIVE = 'Archive';

/** As people say it; the server may want another delimiter, and a prefix. */
export const folderName = (week: string): string => `${ARCHIVE}/${week}`;
