import { randomUUID } from 'node:crypto';
import {
  EVENTS,
  MAX_EVENT_BYTES,
  publisherOf,
  type DocumentContract,
  type Event,
  type EventContract,
} from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';

const EVENT_TYPE = 'application/cloudevents+json; charset=UTF-8';

/** An event as it stands in the table of the outbox. */
interface OutboxRow {
  readonly dedupeId: string;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: string;
}

/**
 * What a transaction publishes leaves with its commit, or not at all. The relay carries it to NATS within milliseconds,
 * and again after a crash; whoever consumes it has an inbox.
 */
@Injectable()
export class Outbox {
  /** Throws `contract.event_too_large`. */
  async add(tx: EntityManager, ...events: readonly Event[]): Promise<void> {
    if (events.length > 0) await insert(tx, ...events.map(outboxRow));
  }

  /** Puts a document into its KV bucket, in the order in which transactions on the same document commit. */
  async put<S extends z.ZodType>(
    tx: EntityManager,
    contract: DocumentContract<S>,
    id: string | undefined,
    value: z.input<S>,
  ): Promise<void> {
    await insert(tx, documentRow(contract, id, JSON.stringify(contract.schema.parse(value))));
  }

  async remove(tx: EntityManager, contract: DocumentContract, id?: string): Promise<void> {
    await insert(tx, { ...documentRow(contract, id, ''), headers: { 'KV-Operation': 'DEL' } });
  }
}

/** Throws `contract.event_too_large`. */
export function outboxRow(event: Event): OutboxRow {
  const contract = (EVENTS as readonly EventContract[]).find(({ type }) => type === event.type);
  if (!contract) throw new Error(`no contract for ${event.type}`);
  const payload = JSON.stringify(event);
  const sizeBytes = Buffer.byteLength(payload);
  if (sizeBytes > MAX_EVENT_BYTES) throw new Failure('contract.event_too_large', { type: event.type, sizeBytes });
  const headers = { 'Content-Type': EVENT_TYPE, ...(event.traceparent && { traceparent: event.traceparent }) };
  return { dedupeId: `${publisherOf(event)}/${event.id}`, subject: contract.subjectOf(event), headers, payload };
}

const documentRow = (contract: DocumentContract, id: string | undefined, payload: string): OutboxRow => ({
  dedupeId: `document/${randomUUID()}`,
  subject: `$KV.${contract.bucket}.${contract.key(id)}`,
  headers: {},
  payload,
});

/**
 * For a statement that writes more than events: `from` selects `dedupe_id`, `subject`, `headers` and `payload`. The same
 * event twice is one event: its id says so, and its first text counts. It has to evaluate `WAKE_RELAY` too.
 */
export const addToOutbox = (from: string): string =>
  `INSERT INTO outbox (dedupe_id, subject, headers, payload) ${from} ON CONFLICT (dedupe_id) DO NOTHING`;

/** PostgreSQL wakes the relay with the commit, and once however often it is told to. */
export const WAKE_RELAY = `pg_notify('outbox', '')`;

const insert = (tx: EntityManager, ...rows: readonly OutboxRow[]): Promise<unknown> =>
  tx.query(
    `WITH added AS (
       ${addToOutbox(`SELECT dedupe_id, subject, headers, payload
         FROM unnest($1::text[], $2::text[], $3::jsonb[], $4::text[])
           WITH ORDINALITY AS row (dedupe_id, subject, headers, payload, place)
         ORDER BY place`)}
     )
     SELECT ${WAKE_RELAY}`,
    [
      rows.map(({ dedupeId }) => dedupeId),
      rows.map(({ subject }) => subject),
      rows.map(({ headers }) => JSON.stringify(headers)),
      rows.map(({ payload }) => payload),
    ],
  );
