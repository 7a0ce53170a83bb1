import { Readable } from 'node:stream';
import type { HandOver } from '../provider.js';

const SLICE_BYTES = 64 * 1024;

/**
 * The content of a message, held back before its end. nodemailer reads it only after the server's 354, and writes the
 * final dot only when the stream ends: between the two `handOver` is called and waited for.
 */
export class MessageBody extends Readable {
  /** Why the end was not sent. */
  refusal: unknown;
  private passedOn = 0;
  private hasEnded = false;
  private asking: Promise<void> | undefined;

  constructor(
    private readonly content: Buffer,
    private readonly handOver: HandOver,
  ) {
    super();
  }

  /** Whether the server was told the end, so that it may have accepted the message. */
  get isHandedOver(): boolean {
    return this.hasEnded;
  }

  /** Whether the server said 354 and began to get the content. */
  get isStarted(): boolean {
    return this.passedOn > 0;
  }

  /** Resolves when nothing that this stream began is under way any more. */
  async settled(): Promise<void> {
    await this.asking;
  }

  /**
   * In slices, so that what is on its way is never a second copy of a large message. The call after the last comes when
   * all of the content has been passed on: the late moment keeps the unknown window short.
   */
  override _read(): void {
    if (this.passedOn < this.content.length) {
      const slice = this.content.subarray(this.passedOn, this.passedOn + SLICE_BYTES);
      this.passedOn += slice.length;
      this.push(slice);
    } else {
      this.asking ??= this.askAndEnd();
    }
  }

  private async askAndEnd(): Promise<void> {
    try {
      await this.handOver();
    } catch (error) {
      this.refusal = error;
      this.destroy(new Error('the message was not handed over'));
      return;
    }
    if (this.destroyed) return;
    this.hasEnded = true;
    this.push(null);
  }
}
