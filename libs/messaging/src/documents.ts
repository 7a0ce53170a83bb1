import { Kvm, type KvEntry } from '@nats-io/kv';
import { BUCKETS, type BucketName, type DocumentContract } from '@replyline/contracts';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { z } from 'zod';
import { ensureStreams } from './bootstrap.js';
import { NatsLink } from './nats-link.js';

interface Kept {
  readonly revision: number;
  readonly value: unknown;
  parsed?: { readonly of: DocumentContract; readonly value: unknown };
}

type Listener = { readonly contract: DocumentContract; readonly changed: (id: string | undefined) => void };

/** Behind the watch: catches what a watch may have missed while the broker was away. */
const RECONCILE_MS = 60_000;

/**
 * What config has decided, as this service last heard it. Kept in the service's own database too, so that it starts and
 * works while config and NATS are down; nothing is forgotten unless config deletes it.
 */
@Injectable()
export class Documents implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Documents');
  private readonly kept = new Map<string, Kept>();
  private readonly listeners: Listener[] = [];
  private writing: Promise<unknown> = Promise.resolve();
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly db: DataSource,
    private readonly link: NatsLink,
  ) {}

  /** Resolves when everything that config has said until now is known here. */
  async onModuleInit(): Promise<void> {
    const rows: { path: string; revision: string; value: unknown }[] = await this.db.query(
      `SELECT path, revision, value FROM document_snapshot`,
    );
    for (const { path, revision, value } of rows) this.kept.set(path, { revision: Number(revision), value });
    await ensureStreams(this.link.connection);
    for (const bucket of BUCKETS) await this.follow(bucket);
    this.timer = setInterval(() => void this.reconcile(), RECONCILE_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    await this.writing;
  }

  /** `undefined` when config has not decided it. A document that breaks its contract reads as not decided, loudly. */
  get<S extends z.ZodType>(contract: DocumentContract<S>, id?: string): z.output<S> | undefined {
    return this.read(contract, pathOf(contract, id));
  }

  /** Every document of a contract that has one per id. */
  all<S extends z.ZodType>(contract: DocumentContract<S>): z.output<S>[] {
    const prefix = `${pathOf(contract)}.`;
    const paths = [...this.kept.keys()].filter((path) => path.startsWith(prefix));
    return paths.map((path) => this.read(contract, path)).filter((value) => value !== undefined);
  }

  /** Calls back after each change, with the id of the document where the contract has one. */
  onChange(contract: DocumentContract, changed: Listener['changed']): void {
    this.listeners.push({ contract, changed });
  }

  private read<S extends z.ZodType>(contract: DocumentContract<S>, path: string): z.output<S> | undefined {
    const kept = this.kept.get(path);
    if (!kept) return undefined;
    if (kept.parsed?.of !== contract) kept.parsed = { of: contract, value: this.parse(contract, kept.value) };
    return kept.parsed!.value as z.output<S> | undefined;
  }

  private parse(contract: DocumentContract, value: unknown): unknown {
    try {
      return contract.parse(value);
    } catch (error) {
      this.logger.error({ err: error }, 'a document cannot be read and counts as absent');
      return undefined;
    }
  }

  private async follow(bucket: BucketName): Promise<void> {
    const store = await new Kvm(this.link.connection).open(bucket);
    const watch = await store.watch();
    void (async () => {
      for await (const entry of watch) this.apply(entry);
    })();
    for await (const entry of await store.history()) this.apply(entry);
  }

  private async reconcile(): Promise<void> {
    for (const bucket of BUCKETS) {
      try {
        const store = await new Kvm(this.link.connection).open(bucket);
        for await (const entry of await store.history()) this.apply(entry);
      } catch (error) {
        this.logger.warn({ bucket, err: error }, 'the bucket cannot be read, going on with what is known');
      }
    }
  }

  /** The bucket's revision decides: what is not newer than what is known changes nothing. */
  private apply(entry: KvEntry): void {
    const path = `${entry.bucket}/${entry.key}`;
    const known = this.kept.get(path);
    const revision = entry.revision;
    if (known && known.revision >= revision) return;
    if (entry.operation === 'PUT') this.kept.set(path, { revision, value: entry.json() });
    else this.kept.delete(path);
    this.writing = this.writing
      .then(() => this.persist(path, revision))
      .catch((error: unknown) => {
        this.logger.warn({ err: error }, 'the snapshot could not be written; the document is known in memory');
      });
    this.announce(path);
  }

  private persist(path: string, revision: number): Promise<unknown> {
    const value = this.kept.get(path)?.value;
    if (value === undefined) return this.db.query(`DELETE FROM document_snapshot WHERE path = $1`, [path]);
    return this.db.query(
      `INSERT INTO document_snapshot (path, revision, value) VALUES ($1, $2, $3)
       ON CONFLICT (path) DO UPDATE SET revision = excluded.revision, value = excluded.value
       WHERE document_snapshot.revision < excluded.revision`,
      [path, revision, JSON.stringify(value)],
    );
  }

  private announce(path: string): void {
    for (const { contract, changed } of this.listeners) {
      if (path === pathOf(contract)) changed(undefined);
      if (path.startsWith(`${pathOf(contract)}.`)) changed(path.slice(pathOf(contract).length + 1));
    }
  }
}

const pathOf = (contract: DocumentContract, id?: string): string => `${contract.bucket}/${contract.key(id)}`;
