import { isBeside } from '@replyline/mail';
import type { EntityManager } from 'typeorm';
import { hashesOf, holdFiles, lockFiles, useFiles } from '../keep-files/keep-files.js';
import { notePictures } from '../keep-files/shown-pictures.js';
import type { Settled } from './record-verdicts.js';

/** Keeps the files of replies for as long as somebody may see them. */
export async function noteFiles(tx: EntityManager, settled: readonly Settled[], now: Date): Promise<void> {
  const hashes = (outcome: string): string[] => [
    ...new Set(settled.flatMap(({ decided, files }) => (decided.outcome === outcome && files ? hashesOf(files) : []))),
  ];
  const [used, held] = [hashes('accept'), hashes('hold')];
  await lockFiles(tx, [...used, ...held]);
  await useFiles(tx, used, now);
  await holdFiles(tx, held, now);
  for (const one of settled) if (one.decided.outcome === 'accept') await learnPictures(tx, one);
}

/** Only of proven senders is it learned how they sign: others could have somebody's pictures dropped. */
async function learnPictures(tx: EntityManager, { examined }: Settled): Promise<void> {
  if (!examined?.sent || examined.replyId === undefined) return;
  const { files, mail, sent, replyId } = examined;
  const beside = new Set(mail.attachments.filter(isBeside).map(({ sha256 }) => sha256));
  const pictures = hashesOf(files).filter((sha256) => beside.has(sha256));
  await notePictures(tx, { userId: sent.userId, hashes: pictures, replyId });
}
