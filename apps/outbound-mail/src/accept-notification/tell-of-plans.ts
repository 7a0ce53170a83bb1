import type { Event } from '@replyline/contracts';
import type { Outbox } from '@replyline/messaging';
import type { EntityManager } from 'typeorm';
import { inChunks } from '../in-turns.js';
import { eventsOf } from './events-of-plan.js';
import type { Accepted } from './insert-plans.js';

/** Tells everybody whom it concerns what will be done about these requests, once they are written down. */
export async function tellOfPlans(tx: EntityManager, outbox: Outbox, written: readonly Accepted[]): Promise<void> {
  for await (const events of inChunks(eventsOfAll(written), bytesOf)) await outbox.add(tx, ...events);
}

function* eventsOfAll(all: readonly Accepted[]): Generator<Event> {
  for (const it of all) yield* eventsOf(it.plan, it.event);
}

/** About: what is long in an event are the words that it quotes. */
const bytesOf = ({ data }: Event): number => 1_000 + ((data as { text?: string }).text?.length ?? 0);
