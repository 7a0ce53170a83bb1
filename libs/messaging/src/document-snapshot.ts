import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A document as it came through its bucket. */
export interface Arrived {
  /** `<bucket>/<key>`. */
  readonly path: string;
  /** When the bucket was made: one that was lost and made anew counts its revisions from one again. */
  readonly bucket: string;
  readonly revision: number;
  /** `undefined`: config has deleted it. */
  readonly value: unknown;
}

/** What was last heard of each document, in memory and in the service's own database. */
@Injectable()
export class DocumentSnapshot {
  private readonly logger = new Logger('Documents');
  /** With what was deleted: an older word of it that comes late is no news, nor is it that it is gone. */
  private readonly kept = new Map<string, Arrived>();
  /** By what the paths begin with, until a document comes or goes: the lists are asked for with each mail. */
  private readonly listed = new Map<string, readonly string[]>();
  /** The paths whose newest word is not in the database yet, because it was away. */
  private readonly unwritten = new Set<string>();
  private writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly db: DataSource) {}

  async load(): Promise<void> {
    const rows: (Omit<Arrived, 'revision'> & { revision: string })[] = await this.db.query(
      `SELECT path, bucket, revision, value FROM document_snapshot`,
    );
    this.listed.clear();
    for (const row of rows) this.kept.set(row.path, { ...row, revision: Number(row.revision) });
  }

  /** The very object each time, until a newer one arrives. */
  get(path: string): Arrived | undefined {
    const known = this.kept.get(path);
    return known?.value === undefined ? undefined : known;
  }

  pathsUnder(prefix: string): readonly string[] {
    const known =
      this.listed.get(prefix) ?? [...this.kept.keys()].filter((path) => path.startsWith(prefix) && this.get(path));
    this.listed.set(prefix, known);
    return known;
  }

  isNews({ path, bucket, revision }: Omit<Arrived, 'value'>): boolean {
    const known = this.kept.get(path);
    return !known || known.bucket !== bucket || known.revision < revision;
  }

  /** False when what arrived is no news. */
  accept(arrived: Arrived): boolean {
    if (!this.isNews(arrived)) return false;
    this.listed.clear();
    this.kept.set(arrived.path, arrived);
    this.unwritten.add(arrived.path);
    this.writing = this.writing.then(() => this.write(arrived.path));
    return true;
  }

  /** Tries again what could not be written: a service that starts while NATS is away knows what is here, and no more. */
  catchUp(): void {
    for (const path of this.unwritten) this.writing = this.writing.then(() => this.write(path));
  }

  /** Resolves when all that was accepted is written, or could not be. */
  async settled(): Promise<void> {
    await this.writing;
  }

  /** The newest word of it: one that was tried in vain may be older by now. */
  private async write(path: string): Promise<void> {
    const arrived = this.kept.get(path);
    if (!arrived || !this.unwritten.has(path)) return;
    try {
      await this.persist(arrived);
      if (this.kept.get(path) === arrived) this.unwritten.delete(path);
    } catch (error) {
      this.logger.warn({ err: error }, 'the snapshot could not be written; the document is known in memory');
    }
  }

  private persist({ path, bucket, revision, value }: Arrived): Promise<unknown> {
    if (value === undefined) return this.db.query(`DELETE FROM document_snapshot WHERE path = $1`, [path]);
    return this.db.query(
      `INSERT INTO document_snapshot (path, bucket, revision, value) VALUES ($1, $2, $3, $4)
       ON CONFLICT (path) DO UPDATE SET bucket = excluded.bucket, revision = excluded.revision, value = excluded.value
       WHERE document_snapshot.bucket <> excluded.bucket OR document_snapshot.revision < excluded.revision`,
      [path, bucket, revision, JSON.stringify(value)],
    );
  }
}
