import { ReplyFileStore } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';

const DAY_MS = 24 * 60 * 60_000;
/** Longer than any backup that is put back is old, and than a held reply waits: what is younger may be named yet. */
const ORPHAN_MS = 60 * DAY_MS;
const BATCH = 500;

/** What posts name: files of mails that were posted at once, or by their owner. */
const NAMED = `
  SELECT f->>'sha256' AS sha256 FROM inbound_mail, jsonb_array_elements(files) AS f WHERE outcome = 'accept' AND jsonb_typeof(files) = 'array'
  UNION SELECT f->>'sha256' FROM held_reply, jsonb_array_elements(files) AS f WHERE state = 'posted'`;

/**
 * Finds files that no post names and that no sweep would find: an earlier version counted a file as used once its reply was
 * held, or put it without a row. They become rows that are not used, which the sweep takes away.
 */
@Injectable()
export class FindOrphans {
  constructor(
    private readonly db: DataSource,
    private readonly store: ReplyFileStore,
    private readonly clock: Clock,
  ) {}

  /** Resolves with how many there were. Doing it twice finds nothing more. */
  async find(now = this.clock.now()): Promise<number> {
    const before = new Date(now.getTime() - ORPHAN_MS);
    return (await this.release(before)) + (await this.adopt(before));
  }

  /** Whoever uses a file at this moment says so in its row, and it is not as old any more. */
  private async release(before: Date): Promise<number> {
    const [, count]: [unknown, number] = await this.db.query(
      `WITH named AS MATERIALIZED (${NAMED}) UPDATE reply_file SET used_at = NULL
       WHERE used_at < $1 AND NOT EXISTS (SELECT FROM named WHERE named.sha256 = reply_file.sha256)`,
      [before],
    );
    return count;
  }

  private async adopt(before: Date): Promise<number> {
    const old = (await this.store.list()).filter(({ storedAt }) => storedAt < before);
    let count = 0;
    for (let first = 0; first < old.length; first += BATCH)
      count += await this.adoptSome(old.slice(first, first + BATCH));
    return count;
  }

  private async adoptSome(objects: readonly { readonly sha256: string; readonly storedAt: Date }[]): Promise<number> {
    const rows: unknown[] = await this.db.query(
      `WITH named AS MATERIALIZED (${NAMED}) INSERT INTO reply_file (sha256, stored_at, used_at)
       SELECT o.sha256, o.at, CASE WHEN named.sha256 IS NOT NULL THEN o.at END
       FROM unnest($1::text[], $2::timestamptz[]) AS o (sha256, at) LEFT JOIN named USING (sha256)
       WHERE NOT EXISTS (SELECT FROM reply_file r WHERE r.sha256 = o.sha256) ON CONFLICT DO NOTHING RETURNING sha256`,
      [objects.map(({ sha256 }) => sha256), objects.map(({ storedAt }) => storedAt)],
    );
    return rows.length;
  }
}
