import { setTimeout as pause } from 'node:timers/promises';
import { BUCKETS, documentAt, type BucketName, type DocumentContract } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import type { z } from 'zod';
import { ensureStreams } from './bootstrap.js';
import { BucketWatch } from './bucket-watch.js';
import { DocumentSnapshot, type Arrived } from './document-snapshot.js';
import { NatsLink } from './nats-link.js';

type Listener = { readonly contract: DocumentContract; readonly changed: (id: string | undefined) => void };

/** Behind the watch: catches what a watch may have missed while the broker was away, and buckets that were lost. */
const RECONCILE_MS = 30_000;
/** A look at a broker that goes away in the middle of it may never end: after so long another one may begin. */
const LONGEST_LOOK_MS = 120_000;

/**
 * What config has decided, as this service last heard it. Kept in the service's own database too, so that it starts and
 * works while config and NATS are down; nothing is forgotten unless config deletes it.
 */
@Injectable()
export class Documents implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Documents');
  private readonly listeners: Listener[] = [];
  private readonly bucketListeners: ((bucket: BucketName) => Promise<void>)[] = [];
  /** Buckets of which somebody is just being told. */
  private readonly telling = new Set<BucketName>();
  private readonly watches = new Map<BucketName, BucketWatch>();
  private readonly parsed = new WeakMap<Arrived, { readonly of: DocumentContract; readonly value: unknown }>();
  /** What was refused last at each path, so that looking again every while is not told again. */
  private readonly refused = new Map<string, string>();
  private looking: Promise<void> | undefined;
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly snapshot: DocumentSnapshot,
    private readonly link: NatsLink,
  ) {}

  /** Resolves when everything that config has said until now is known here. */
  async onModuleInit(): Promise<void> {
    await this.snapshot.load();
    await ensureStreams(this.link.connection);
    for (const bucket of BUCKETS) await this.follow(bucket);
    this.timer = setInterval(() => void this.reconcile(), RECONCILE_MS).unref();
  }

  async onModuleDestroy(): Promise<void> {
    clearInterval(this.timer);
    for (const watch of this.watches.values()) watch.stop();
    await this.snapshot.settled();
  }

  /** `undefined` when config has not decided it. Of a document that broke its contract the last good one counts. */
  get<S extends z.ZodType>(contract: DocumentContract<S>, id?: string): z.output<S> | undefined {
    return this.read(contract, pathOf(contract, id));
  }

  /** Every document of a contract that has one per id. */
  all<S extends z.ZodType>(contract: DocumentContract<S>): z.output<S>[] {
    const paths = this.snapshot.pathsUnder(`${pathOf(contract)}.`);
    return paths.map((path) => this.read(contract, path)).filter((value) => value !== undefined);
  }

  /** Calls back after each change, with the id of the document where the contract has one. */
  onChange(contract: DocumentContract, changed: Listener['changed']): void {
    this.listeners.push({ contract, changed });
  }

  /**
   * Calls back when a bucket is found that is another one than before: it was lost, or this is the first start. And again each
   * while, also after a restart, until nothing of it fails.
   */
  onNewBucket(found: (bucket: BucketName) => Promise<void>): void {
    this.bucketListeners.push(found);
  }

  /**
   * Looks whether all is known that the broker holds, and follows a bucket that was made anew. One look at a time: behind a slow
   * broker two of them would follow the same bucket, and one of the watches would never end.
   */
  reconcile(longestMs = LONGEST_LOOK_MS): Promise<void> {
    const over = () => pause(longestMs, undefined, { ref: false });
    return (this.looking ??= Promise.race([this.look(), over()]).finally(() => (this.looking = undefined)));
  }

  private async look(): Promise<void> {
    this.snapshot.catchUp();
    for (const bucket of BUCKETS) {
      await this.reconcileOne(bucket).catch((error: unknown) => {
        this.logger.warn({ bucket, err: error }, 'the bucket cannot be read, going on with what is known');
      });
    }
  }

  private async reconcileOne(bucket: BucketName): Promise<void> {
    await ensureStreams(this.link.connection);
    const watch = this.watches.get(bucket);
    if (!watch || !(await watch.isCurrent())) {
      watch?.stop();
      return this.follow(bucket);
    }
    await watch.readAll();
    void this.tellIfNew(bucket, watch.made);
  }

  private async follow(bucket: BucketName): Promise<void> {
    const watch = await BucketWatch.begin({
      connection: this.link.connection,
      bucket,
      onArrival: (arrived) => this.hear(arrived),
      onGarbage: (arrived) => this.refuse(arrived, new Failure('contract.invalid_event', { type: arrived.path })),
    });
    // A look that hung and was given up may go on behind another one: one watch is enough.
    this.watches.get(bucket)?.stop();
    this.watches.set(bucket, watch);
    void this.tellIfNew(bucket, watch.made);
  }

  /** Known is a bucket once everybody has done what he does about a new one. */
  private async tellIfNew(bucket: BucketName, made: string): Promise<void> {
    const path = `${bucket}/`;
    if (this.telling.has(bucket) || this.snapshot.get(path)?.bucket === made) return;
    this.telling.add(bucket);
    try {
      await Promise.all(this.bucketListeners.map((found) => found(bucket)));
      this.snapshot.accept({ path, bucket: made, revision: 0, value: made });
    } catch (error) {
      this.logger.error({ bucket, err: error }, 'not all is done that a new bucket needs, trying again in a while');
    } finally {
      this.telling.delete(bucket);
    }
  }

  /**
   * A document that breaks its contract changes nothing: config does not say such, and the last good one still counts. All of
   * them arrive again with each look, and nearly all of them are known.
   */
  private hear(arrived: Arrived): void {
    if (!this.snapshot.isNews(arrived)) return;
    try {
      if (arrived.value !== undefined) documentAt(arrived.path)?.parse(arrived.value);
    } catch (error) {
      return this.refuse(arrived, error);
    }
    if (this.snapshot.accept(arrived)) this.announce(arrived.path);
  }

  private refuse({ path, bucket, revision }: Omit<Arrived, 'value'>, error: unknown): void {
    const which = `${bucket} ${revision}`;
    if (this.refused.get(path) === which) return;
    this.refused.set(path, which);
    this.logger.error({ path, revision, err: error }, 'a document breaks its contract and changes nothing');
  }

  private read<S extends z.ZodType>(contract: DocumentContract<S>, path: string): z.output<S> | undefined {
    const arrived = this.snapshot.get(path);
    if (!arrived) return undefined;
    const known = this.parsed.get(arrived);
    if (known?.of === contract) return known.value as z.output<S> | undefined;
    const value = this.parse(contract, arrived.value);
    this.parsed.set(arrived, { of: contract, value });
    return value as z.output<S> | undefined;
  }

  private parse(contract: DocumentContract, value: unknown): unknown {
    try {
      return contract.parse(value);
    } catch (error) {
      this.logger.error({ err: error }, 'a document cannot be read and counts as absent');
      return undefined;
    }
  }

  private announce(path: string): void {
    for (const { contract, changed } of this.listeners) {
      if (path === pathOf(contract)) changed(undefined);
      if (path.startsWith(`${pathOf(contract)}.`)) changed(path.slice(pathOf(contract).length + 1));
    }
  }
}

const pathOf = (contract: DocumentContract, id?: string): string => `${contract.bucket}/${contract.key(id)}`;
