import { totalBytes } from '@replyline/contracts';
import { AttachmentStore } from '@replyline/messaging';
import type { MailAttachment } from '@replyline/providers';
import { Injectable } from '@nestjs/common';
import { asAnnounced, type PinnedFiles } from './pinned-files.js';
import { Turns } from './turns.js';

/**
 * What the files of all mail that is under way may have together: two of the largest mails, so that one that is slow
 * does not hold up the others. Each is in memory as it was read and in base64, in pieces and joined: ten mails of 25 MB
 * at once made a process 255 MB larger; composing two of them again and again, which is the worst, 480 MB.
 */
const MOST_BYTES = 50_000_000;

interface WithFiles {
  readonly files?: PinnedFiles | undefined;
  readonly lane: number;
}

/** Brings the files of a mail from the broker, for as long as it is being sent. */
@Injectable()
export class FetchFiles {
  private readonly turns = new Turns(MOST_BYTES);

  constructor(private readonly store: AttachmentStore) {}

  /**
   * A mail waits for its turn when there are enough files in memory; one without files never does. The turn comes before
   * the connection, and not after: connections that wait for turns would be of no use to mail without files, and a
   * server hangs up on who is silent. What finds no connection gives its turn back at once.
   */
  async during<T>(
    { files: pinned, lane }: WithFiles,
    signal: AbortSignal,
    send: (files: readonly MailAttachment[]) => Promise<T>,
  ): Promise<T> {
    if (!pinned) return send([]);
    const done = await this.turns.take(totalBytes(pinned.attachments), lane, signal);
    try {
      return await send(await this.fetch(pinned, signal));
    } finally {
      done();
    }
  }

  /** One after the other: each may be large. */
  private async fetch({ publisher, attachments }: PinnedFiles, signal: AbortSignal): Promise<MailAttachment[]> {
    const files: MailAttachment[] = [];
    for (const [place, announced] of attachments.entries()) {
      const { object, sizeBytes } = announced;
      files.push(asAnnounced(announced, await this.store.read({ publisher, object, sizeBytes, signal }), place));
    }
    return files;
  }
}
