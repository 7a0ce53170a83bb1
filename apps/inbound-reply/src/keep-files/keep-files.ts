import type { FileFate } from '@replyline/mail';
import { ReplyFileStore } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { MessageReader } from '../read-message/message-reader.js';
import { VirusScanner } from './virus-scanner.js';

/** Has the files of a reply looked at and puts them where its readers find them, before anybody is told of them. */
@Injectable()
export class KeepFiles {
  constructor(
    private readonly db: DataSource,
    private readonly reader: MessageReader,
    private readonly scanner: VirusScanner,
    private readonly store: ReplyFileStore,
    private readonly clock: Clock,
  ) {}

  /**
   * What became of each. One after the other: each may be large.
   *
   * Rejects with `scanner.unavailable` and `service.unavailable`: then nothing is known of them, and the mail waits.
   */
  async keep(raw: Uint8Array, fates: readonly FileFate[]): Promise<FileFate[]> {
    const hashes = hashesOf(fates);
    const contents = hashes.length === 0 ? new Map<string, Uint8Array>() : await this.reader.contents(raw, hashes);
    const known: FileFate[] = [];
    for (const fate of fates) {
      const content = fate.fate === 'kept' ? contents.get(fate.sha256) : undefined;
      known.push(content ? await this.keepOne(fate, content) : fate);
    }
    return known;
  }

  private async keepOne(fate: FileFate, content: Uint8Array): Promise<FileFate> {
    const scan = await this.scanner.scan(content);
    if (scan.kind === 'virus') return { ...fate, fate: 'left-out', reason: 'virus', found: scan.found };
    if (scan.kind === 'not-scannable') return { ...fate, fate: 'left-out', reason: 'not-scannable' };
    await this.put(fate, content);
    return fate;
  }

  /** The row stands before the object does, so that what a crash leaves behind is known; its lock keeps others from both. */
  private async put({ sha256, mediaType }: FileFate, content: Uint8Array): Promise<void> {
    await this.db.query(
      `INSERT INTO reply_file (sha256, stored_at) VALUES ($1, $2) ON CONFLICT (sha256) DO UPDATE SET stored_at = excluded.stored_at`,
      [sha256, this.clock.now()],
    );
    await this.db.transaction(async (tx) => {
      await tx.query(`SELECT 1 FROM reply_file WHERE sha256 = $1 FOR UPDATE`, [sha256]);
      await this.store.put(content, mediaType);
    });
  }
}

export const hashesOf = (fates: readonly FileFate[]): string[] =>
  fates.filter(({ fate }) => fate === 'kept').map(({ sha256 }) => sha256);

/**
 * From now on a post names them, and they stay; a look for orphans at this moment finds the row changed. Throws where
 * one was taken away meanwhile: the mail is decided again.
 */
export const useFiles = (tx: EntityManager, hashes: readonly string[], now: Date): Promise<void> =>
  note(tx, `used_at = greatest(used_at, $2)`, hashes, now);

/** They stay while a reply is held that names them. The row is written, so that a removal at this moment finds it changed. */
export const holdFiles = (tx: EntityManager, hashes: readonly string[], now: Date): Promise<void> =>
  note(tx, `stored_at = greatest(stored_at, $2)`, hashes, now);

/** In the order of their hashes: two who note the same files, each all of theirs at once, never wait for each other. */
export async function lockFiles(tx: EntityManager, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return;
  await tx.query(`SELECT 1 FROM reply_file WHERE sha256 = ANY($1) ORDER BY sha256 FOR UPDATE`, [hashes]);
}

async function note(tx: EntityManager, change: string, hashes: readonly string[], now: Date): Promise<void> {
  if (hashes.length === 0) return;
  await lockFiles(tx, hashes);
  const [, count]: [unknown, number] = await tx.query(`UPDATE reply_file SET ${change} WHERE sha256 = ANY($1)`, [
    hashes,
    now,
  ]);
  if (count !== hashes.length) throw new Error('a file of the reply is not there any more');
}
