import { MOST_LEFT_OUT, MOST_REPLY_FILES, type LeftOutFile, type ReplyFile } from '@replyline/contracts';
import { withPictures, type FileFate } from '@replyline/mail';

/** What a reply brings, as an event says it and a held reply keeps it. */
export interface ReplyFiles {
  readonly files: ReplyFile[];
  readonly leftOut: LeftOutFile[];
}

export const replyFilesOf = (fates: readonly FileFate[]): ReplyFiles => ({
  files: fates
    .filter(({ fate }) => fate === 'kept')
    .slice(0, MOST_REPLY_FILES)
    .map(({ name, mediaType, sizeBytes, sha256 }) => ({ name, mediaType, sizeBytes, sha256, object: sha256 })),
  leftOut: fates
    .filter(({ fate }) => fate === 'left-out')
    .slice(0, MOST_LEFT_OUT)
    .map(({ name, reason = '' }) => ({ name, reason })),
});

/** Whether there is something to say without a word: also that something was sent which nobody gets. */
export const saysSomething = (fates: readonly FileFate[]): boolean => fates.some(({ fate }) => fate !== 'dropped');

/** The text of a reply with its pictures as its readers find them. */
export function withFiles(text: string, fates: readonly FileFate[]): string {
  const kept = new Set(fates.filter(({ fate }) => fate === 'kept').map(({ sha256 }) => sha256));
  return withPictures(
    text,
    fates.map((it) => ({ ...it, isThere: kept.has(it.sha256) })),
  );
}
