import { Kvm, type KV, type KvEntry } from '@nats-io/kv';
import type { NatsConnection } from '@nats-io/transport-node';
import type { BucketName } from '@replyline/contracts';
import type { Arrived } from './document-snapshot.js';

export interface Watched {
  readonly connection: NatsConnection;
  readonly bucket: BucketName;
  /** May be told the same twice. */
  readonly onArrival: (arrived: Arrived) => void;
  /** A value that is not JSON: it counts as never sent. May be told the same twice. */
  readonly onGarbage: (arrived: Omit<Arrived, 'value'>) => void;
}

/** One bucket, followed from what it holds now. Whoever makes it anew meanwhile is noticed by `isCurrent`. */
export class BucketWatch {
  private isBroken = false;

  private constructor(
    private readonly watched: Watched,
    private readonly store: KV,
    /** When the bucket was made. */
    readonly made: string,
    private readonly end: () => void,
  ) {}

  /** Resolves when everything that the bucket holds has arrived. */
  static async begin(watched: Watched): Promise<BucketWatch> {
    const store = await new Kvm(watched.connection).open(watched.bucket);
    const made = await madeAt(store);
    const entries = await store.watch();
    const watch = new BucketWatch(watched, store, made, () => entries.stop());
    void watch.follow(entries);
    await watch.readAll();
    return watch;
  }

  /** Catches what the watch may have missed while the broker was away. */
  async readAll(): Promise<void> {
    for await (const entry of await this.store.history()) this.arrive(entry);
  }

  /** False when the bucket was lost and made anew, or the watch has ended. */
  async isCurrent(): Promise<boolean> {
    return !this.isBroken && (await madeAt(this.store)) === this.made;
  }

  stop(): void {
    this.end();
  }

  /** A watch that breaks is no defect: another one is begun when somebody looks. */
  private async follow(entries: AsyncIterable<KvEntry>): Promise<void> {
    try {
      for await (const entry of entries) this.arrive(entry);
    } catch {
      // The same as its end: see `isCurrent`.
    }
    this.isBroken = true;
  }

  private arrive(entry: KvEntry): void {
    const { bucket, key, revision, operation } = entry;
    const it = { path: `${bucket}/${key}`, bucket: this.made, revision };
    if (operation !== 'PUT') return this.watched.onArrival({ ...it, value: undefined });
    const value = jsonOf(entry);
    if (value === undefined) return this.watched.onGarbage(it);
    this.watched.onArrival({ ...it, value });
  }
}

const madeAt = async (store: KV): Promise<string> => (await store.status()).streamInfo.created;

function jsonOf(entry: KvEntry): unknown {
  try {
    return entry.json();
  } catch {
    return undefined;
  }
}
