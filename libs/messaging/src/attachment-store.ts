import { attachmentBucketOf } from '@replyline/contracts';
import { Injectable } from '@nestjs/common';
import { ensureAttachmentBucket } from './bootstrap.js';
import { NatsLink } from './nats-link.js';
import { readObject, type StoredFile } from './stored-object.js';

export interface Wanted {
  readonly publisher: string;
  readonly object: string;
  /** Nothing is read of an object of another size. */
  readonly sizeBytes: number;
  readonly signal: AbortSignal;
}

/** Files of mail, each in the bucket of its publisher. */
@Injectable()
export class AttachmentStore {
  constructor(private readonly link: NatsLink) {}

  ensure(publisher: string): Promise<void> {
    return ensureAttachmentBucket(this.link.connection, publisher);
  }

  /**
   * `undefined` when it is not there, or not whole.
   *
   * Throws `service.unavailable` when the broker does not answer.
   */
  read({ publisher, ...wanted }: Wanted): Promise<StoredFile | undefined> {
    return readObject(this.link.connection, { bucket: attachmentBucketOf(publisher), ...wanted });
  }
}
