import { addToOutbox, outboxRow, WAKE_RELAY } from '@replyline/messaging';
import type { HotStatement, HotStatements } from '@replyline/service-host';
import { LOCK_FOR_REQUESTS, namesOf } from '../cancel-notification/early-cancels.js';
import type { Acceptance, Refusal } from './decide.js';
import { eventsOf } from './events-of-plan.js';
import {
  deliveryTexts,
  insertDeliveries,
  insertNotifications,
  notificationRow,
  type Accepted,
} from './insert-plans.js';
import type { Plan } from './plan.js';

const LOCK: HotStatement = { name: 'lock-requests', text: LOCK_FOR_REQUESTS };

/** Not those whose cancel came before them. */
const NOTIFICATIONS: HotStatement = {
  name: 'insert-notifications',
  text: insertNotifications(
    'NOT EXISTS (SELECT 1 FROM early_cancel c WHERE c.source = n.source AND c.event_id = n.event_id)',
  ),
};

/** By this transaction: whose answer was lost, or who had company that failed, asks for the same plan again. */
const isInserted = (id: string) =>
  `EXISTS (SELECT 1 FROM notification WHERE notification.id = ${id} AND notification.xmin = pg_current_xact_id()::xid)`;

const DELIVERIES: HotStatement = {
  name: 'insert-deliveries',
  text: insertDeliveries(isInserted('d.notification_id')),
};

const EVENTS: HotStatement = {
  name: 'insert-events-of-requests',
  text: `
  WITH told AS (${addToOutbox(`
    SELECT dedupe_id, subject, headers, payload
    FROM jsonb_to_recordset($1) AS e (notification_id uuid, dedupe_id text, subject text, headers jsonb, payload text)
    WHERE ${isInserted('e.notification_id')}`)}
  )
  SELECT ${WAKE_RELAY}`,
};

/**
 * Writes down all requests that are simply new, in one transaction that is sent at once, and answers with the ids of their
 * notifications. Nothing is written of the others: what is here already, or was taken back, needs a closer look.
 */
export async function insertNew(statements: HotStatements, all: readonly Accepted[]): Promise<ReadonlySet<string>> {
  if (all.length === 0) return new Set();
  const [, inserted] = await statements.transaction(
    [LOCK, namesOf(all.map(({ event }) => event))],
    [NOTIFICATIONS, [JSON.stringify(all.map(notificationRow))]],
    [DELIVERIES, [`[${[...deliveryTexts(all)].join()}]`]],
    [EVENTS, [JSON.stringify(all.flatMap(eventRows))]],
  );
  return new Set((inserted as { id: string }[]).map(({ id }) => id));
}

const eventRows = ({ plan, event }: Accepted) =>
  Array.from(eventsOf(plan, event), (told) => {
    const { dedupeId, ...row } = outboxRow(told);
    return { notification_id: plan.notificationId, dedupe_id: dedupeId, ...row };
  });

/** What is longer is written down in parts, each made in its turn. */
const MOST_BYTES = 64_000;

export const isShort = ({ deliveries }: Plan): boolean =>
  deliveries.reduce((bytes, it) => bytes + bytesOf(it), 0) <= MOST_BYTES;

const bytesOf = (it: Acceptance | Refusal): number =>
  1_000 + (it.refusal === undefined ? it.mail.text.length + it.mail.html.length + (it.mail.sealed?.length ?? 0) : 0);
