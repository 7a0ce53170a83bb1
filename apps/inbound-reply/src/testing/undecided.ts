import type { DataSource } from 'typeorm';
import { undecidedMail, type StoredMail } from '../triage-mail/stored-mail.js';

/** Those that are not decided, in the order of the ids, as whoever stored them has them at hand. */
export async function undecided(db: DataSource, ids: readonly string[]): Promise<StoredMail[]> {
  const mails = await Promise.all(ids.map((id) => undecidedMail(db, id)));
  return mails.flatMap((mail) => mail ?? []);
}
