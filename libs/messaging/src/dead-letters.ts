import { randomUUID } from 'node:crypto';
import type { JsMsg } from '@nats-io/jetstream';
import { DeadLetterRecordedV1 } from '@replyline/contracts';
import { codeOf, Failure } from '@replyline/errors';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { eventIdIn } from './event-id-in.js';
import { Outbox } from './outbox.js';
import { storable } from './storable.js';

export const SERVICE_NAME = Symbol('SERVICE_NAME');

export interface Letter {
  readonly durable: string;
  readonly error: unknown;
  /** What is kept of it. */
  readonly payload: Uint8Array;
}

/**
 * Events that could not be handled, whole where they may be kept, each with its reason, in the database of the service
 * that could not.
 */
@Injectable()
export class DeadLetters {
  constructor(
    private readonly db: DataSource,
    private readonly outbox: Outbox,
    @Inject(SERVICE_NAME) private readonly service: string,
  ) {}

  /** The row and the event about it commit together. The same delivery recorded twice is one row. */
  async record(message: JsMsg, { durable, error, payload }: Letter): Promise<void> {
    const { paths, why } = breachIn(error);
    const row = { id: randomUUID(), consumer: durable, stream: message.info.stream, sequence: message.seq };
    await this.db.transaction(async (tx) => {
      const inserted: unknown[] = await tx.query(
        `INSERT INTO dead_letter (id, consumer, stream, sequence, subject, code, paths, why, headers, payload, event_id)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (consumer, stream, sequence) DO NOTHING RETURNING 1`,
        [
          ...Object.values(row),
          storable(message.subject),
          codeOf(error),
          paths,
          why,
          headersOf(message),
          Buffer.from(payload),
          eventIdIn(message.data),
        ],
      );
      if (inserted.length === 0) return;
      const data = { deadLetterId: row.id, consumer: durable, stream: row.stream, sequence: row.sequence };
      await this.outbox.add(
        tx,
        DeadLetterRecordedV1.make(
          { ...data, code: codeOf(error), ...(paths && { paths }) },
          { source: `/services/${this.service}` },
        ),
      );
    });
  }
}

/** Which paths of the event break its contract, and why each of them does, where that is the reason; each in one text. */
export function breachIn(error: unknown): { readonly paths: string; readonly why: string } {
  const { paths = '', why = '' } = error instanceof Failure ? error.details : {};
  return { paths: storable(String(paths)), why: storable(String(why)) };
}

const headersOf = ({ headers }: JsMsg): string =>
  JSON.stringify(
    Object.fromEntries((headers?.keys() ?? []).map((name) => [storable(name), storable(headers!.get(name))])),
  );
