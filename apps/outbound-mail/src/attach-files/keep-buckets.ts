import { CONVERSATION_PUBLISHER, PublisherDocument } from '@replyline/contracts';
import { AttachmentStore, Documents } from '@replyline/messaging';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';

/** How often a bucket that could not be made is tried again. */
const AGAIN_MS = 30_000;

/** Makes a bucket for the files of each publisher that config knows, as soon as it does: a publisher may make none. */
@Injectable()
export class KeepBuckets implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('KeepBuckets');
  /** Publishers whose bucket could not be made. */
  private readonly without = new Set<string>();
  private timer?: NodeJS.Timeout;

  constructor(
    private readonly documents: Documents,
    private readonly store: AttachmentStore,
  ) {}

  onApplicationBootstrap(): void {
    this.documents.onChange(PublisherDocument, (name) => void (name !== undefined && this.ensure(name)));
    // A broker that lost its settings has lost its files too.
    this.documents.onNewBucket(async () => this.ensureAll());
    this.ensureAll();
    this.timer = setInterval(() => void this.again(), AGAIN_MS).unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /** Tries to make what could not be made. */
  async again(): Promise<void> {
    const wanted = [...this.names()].filter((name) => this.without.has(name));
    await Promise.all(wanted.map((name) => this.ensure(name)));
  }

  private ensureAll(): void {
    for (const name of this.names()) void this.ensure(name);
  }

  private names(): Set<string> {
    const known = this.documents.all(PublisherDocument).map(({ name }) => name);
    return new Set([CONVERSATION_PUBLISHER.name, ...known]);
  }

  /** Mail without files needs no bucket, so that a broker without room for one stops nothing else. */
  private async ensure(publisher: string): Promise<void> {
    try {
      await this.store.ensure(publisher);
      this.without.delete(publisher);
    } catch (err) {
      if (!this.without.has(publisher)) this.logger.warn({ err, publisher }, 'there is no bucket for attachments');
      this.without.add(publisher);
    }
  }
}
