import { randomUUID } from 'node:crypto';
import { EVENTS, publisherOf, type DocumentContract, type Event, type EventContract } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { z } from 'zod';

/** What a JetStream event may weigh; larger things travel by reference. */
export const MAX_EVENT_BYTES = 256 * 1024;
const EVENT_TYPE = 'application/cloudevents+json; charset=UTF-8';

interface Row {
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
    for (const event of events) await insert(tx, rowOf(event));
    if (events.length > 0) await wake(tx);
  }

  /** Puts a document into its KV bucket, in the order in which transactions on the same document commit. */
  async put<S extends z.ZodType>(
    tx: EntityManager,
    contract: DocumentContract<S>,
    id: string | undefined,
    value: z.input<S>,
  ): Promise<void> {
    await insert(tx, documentRow(contract, id, JSON.stringify(contract.schema.parse(value))));
    await wake(tx);
  }

  async remove(tx: EntityManager, contract: DocumentContract, id?: string): Promise<void> {
    await insert(tx, { ...documentRow(contract, id, ''), headers: { 'KV-Operation': 'DEL' } });
    await wake(tx);
  }
}

function rowOf(event: Event): Row {
  const contract = (EVENTS as readonly EventContract[]).find(({ type }) => type === event.type);
  if (!contract) throw new Error(`no contract for ${event.type}`);
  const payload = JSON.stringify(event);
  const sizeBytes = Buffer.byteLength(payload);
  if (sizeBytes > MAX_EVENT_BYTES) throw new Failure('contract.event_too_large', { type: event.type, sizeBytes });
  const headers = { 'Content-Type': EVENT_TYPE, ...(event.traceparent && { traceparent: event.traceparent }) };
  return { dedupeId: `${publisherOf(event)}/${event.id}`, subject: contract.subjectOf(event), headers, payload };
}

const documentRow = (contract: DocumentContract, id: string | undefined, payload: string): Row => ({
  dedupeId: `document/${randomUUID()}`,
  subject: `$KV.${contract.bucket}.${contract.key(id)}`,
  headers: {},
  payload,
});

/** The same event twice is one event: its id says so, and its first text counts. */
const insert = (tx: EntityManager, { dedupeId, subject, headers, payload }: Row): Promise<unknown> =>
  tx.query(
    `INSERT INTO outbox (dedupe_id, subject, headers, payload) VALUES ($1, $2, $3, $4) ON CONFLICT (dedupe_id) DO NOTHING`,
    [dedupeId, subject, JSON.stringify(headers), payload],
  );

/** PostgreSQL delivers the notification with the commit, and once however often it is given. */
const wake = (tx: EntityManager): Promise<unknown> => tx.query(`NOTIFY outbox`);
