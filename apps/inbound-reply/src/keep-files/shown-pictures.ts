import type { EntityManager } from 'typeorm';

/** In so many replies of one person a picture is part of how he signs, and not of what he says. */
const MANY = 3;

interface Whose {
  readonly userId: string;
  readonly hashes: readonly string[];
}

/** Which of these pictures the person has shown that often. */
export async function familiarPictures(db: EntityManager, { userId, hashes }: Whose): Promise<Set<string>> {
  if (hashes.length === 0) return new Set();
  const rows: { sha256: string }[] = await db.query(
    `SELECT sha256 FROM shown_picture WHERE user_id = $1 AND sha256 = ANY($2) GROUP BY sha256 HAVING count(*) >= $3`,
    [userId, hashes, MANY],
  );
  return new Set(rows.map(({ sha256 }) => sha256));
}

/** Those that are familiar already are not counted any further. */
export async function notePictures(
  tx: EntityManager,
  { userId, hashes, replyId }: Whose & { replyId: string },
): Promise<void> {
  if (hashes.length === 0) return;
  await tx.query(
    `INSERT INTO shown_picture (user_id, sha256, reply_id) SELECT $1, unnest($2::text[]), $3 ON CONFLICT DO NOTHING`,
    [userId, hashes, replyId],
  );
}
