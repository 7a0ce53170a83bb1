import { codeOf, Failure } from '@replyline/errors';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { breachIn } from './dead-letters.js';
import { JetStreamStrategy } from './jet-stream-strategy.js';

/** What has become of a dead letter. */
export const DEAD_LETTER_STATES = ['waiting', 'redriven', 'discarded'] as const;
export type DeadLetterState = (typeof DEAD_LETTER_STATES)[number];

interface Letter {
  readonly consumer: string;
  readonly subject: string;
  readonly payload: Buffer;
  readonly state: DeadLetterState;
}

interface Deciding {
  readonly by: string;
  readonly from: readonly DeadLetterState[];
}

/** What a person decides about an event that could not be handled. */
@Injectable()
export class Redrive {
  private readonly logger = new Logger('Redrive');

  constructor(
    private readonly db: DataSource,
    private readonly events: JetStreamStrategy,
  ) {}

  /**
   * Gives the event to its consumer again, in this process, and resolves when it is handled. It is the same event, so
   * whatever redelivers or redrives it as well finds it in the inbox: the effect happens once. Throws
   * `request.not_found`, `request.conflict` for one that was discarded, `event.not_handled`; then it waits on,
   * with the reason of this time.
   */
  async redrive(id: string, by: string): Promise<void> {
    const letter = await this.find(id);
    if (letter.state === 'redriven') return;
    if (letter.state === 'discarded') throw new Failure('request.conflict');
    await this.handle(id, letter, by);
    // What has happened counts, also when somebody discarded it in the meantime.
    await this.decide(id, 'redriven', { by, from: ['waiting', 'discarded'] });
  }

  /** Nothing will be done about it; it stays in the list. Throws `request.not_found`, `request.conflict`. */
  async discard(id: string, by: string): Promise<void> {
    await this.decide(id, 'discarded', { by, from: ['waiting'] });
    if ((await this.find(id)).state === 'redriven') throw new Failure('request.conflict');
  }

  private async handle(id: string, { consumer, subject, payload }: Letter, by: string): Promise<void> {
    try {
      await this.events.handle(consumer, { subject, data: payload });
    } catch (error) {
      const code = codeOf(error);
      this.logger.warn({ deadLetter: id, consumer, by, err: error }, 'an event could not be handled again');
      const { paths, why } = breachIn(error);
      await this.db.query(
        `UPDATE dead_letter SET code = $2, paths = $3, why = $4 WHERE id = $1 AND state = 'waiting'`,
        [id, code, paths, why],
      );
      throw new Failure('event.not_handled', { reason: code }, { cause: error });
    }
  }

  /** The first one to decide stands beside it. */
  private async decide(id: string, state: DeadLetterState, { by, from }: Deciding): Promise<void> {
    const [, count]: [unknown, number] = await this.db.query(
      `UPDATE dead_letter SET state = $2, decided_by = $3, decided_at = now() WHERE id = $1 AND state = ANY($4)`,
      [id, state, by, from],
    );
    if (count > 0) this.logger.log({ deadLetter: id, state, by }, 'a dead letter is decided');
  }

  private async find(id: string): Promise<Letter> {
    const rows: Letter[] = await this.db.query(
      `SELECT consumer, subject, payload, state FROM dead_letter WHERE id = $1`,
      [id],
    );
    if (!rows[0]) throw new Failure('request.not_found');
    return rows[0];
  }
}
