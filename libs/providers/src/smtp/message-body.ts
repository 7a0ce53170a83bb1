import { Readable } from 'node:stream';
import type { HandOver } from '../provider.js';

/**
 * The content of a message, held back before its end. nodemailer reads it only after the server's 354, and writes the
 * final dot only when the stream ends: between the two `handOver` is called and waited for.
 */
export class MessageBody extends Readable {
  /** Why the end was not sent. */
  refusal: unknown;
  private isRead = false;
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
    return this.isRead;
  }

  /** Resolves when nothing that this stream began is under way any more. */
  async settled(): Promise<void> {
    await this.asking;
  }

  /** The second call comes when the content has been passed on: the late moment keeps the unknown window short. */
  override _read(): void {
    if (!this.isRead) {
      this.isRead = true;
      this.push(this.content);
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
