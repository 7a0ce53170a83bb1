import { CONVERSATION_PUBLISHER, PublisherDocument } from '@replyline/contracts';
import { AttachmentStore, Documents } from '@replyline/messaging';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';

/** Makes a bucket for the files of each publisher that config knows, as soon as it does: a publisher may make none. */
@Injectable()
export class KeepBuckets implements OnApplicationBootstrap {
  private readonly logger = new Logger('KeepBuckets');

  constructor(
    private readonly documents: Documents,
    private readonly store: AttachmentStore,
  ) {}

  onApplicationBootstrap(): void {
    this.documents.onChange(PublisherDocument, (name) => void (name !== undefined && this.ensure(name)));
    // A broker that lost its settings has lost its files too.
    this.documents.onNewBucket(async () => this.ensureAll());
    this.ensureAll();
  }

  private ensureAll(): void {
    const known = this.documents.all(PublisherDocument).map(({ name }) => name);
    for (const name of new Set([CONVERSATION_PUBLISHER.name, ...known])) void this.ensure(name);
  }

  /** Mail without files needs no bucket, so that a broker without room for one stops nothing else. */
  private async ensure(publisher: string): Promise<void> {
    await this.store.ensure(publisher).catch((error: unknown) => {
      this.logger.warn({ err: error, publisher }, 'there is no bucket for attachments');
    });
  }
}
