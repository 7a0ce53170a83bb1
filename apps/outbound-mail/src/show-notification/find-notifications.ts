import type { DataSource } from 'typeorm';
import { Notification } from '../keep-deliveries/notification.entity.js';
import { SHOWN_OF_EACH } from './notification-view.js';
import type { NotificationQuery } from './requests.js';

/** Newest first, and one more than the page holds. A notification is found when one of its deliveries is what was looked for. */
export function findNotifications(db: DataSource, query: NotificationQuery): Promise<Notification[]> {
  const { limit, cursor } = query;
  const { recipient, address, state } = wantedBy(query);
  const search = db.createQueryBuilder(Notification, 'n').orderBy('n.acceptedAt', 'DESC').addOrderBy('n.id', 'DESC');
  for (const [name, condition] of Object.entries(CONDITIONS)) {
    const value = query[name as keyof typeof CONDITIONS];
    if (value !== undefined) search.andWhere(condition, { [name]: value });
  }
  if (query.refused) search.andWhere(REFUSED[query.refused]);
  if (cursor) search.andWhere('(n.acceptedAt, n.id) < (:at, :id)', cursor);
  if (recipient ?? address ?? state) search.andWhere(`EXISTS (${ONE_DELIVERY})`, { recipient, address, state });
  return search.take(limit + 1).getMany();
}

/** The deliveries of each notification that a list shows, by its id, and how many there are. */
export async function firstOfEach(
  db: DataSource,
  found: readonly Notification[],
  query: NotificationQuery,
): Promise<ReadonlyMap<string, Listed>> {
  const { recipient, address, state } = wantedBy(query);
  const ids = found.map(({ id }) => id);
  const rows: (Listed & { id: string })[] = await db.query(FIRST_OF_EACH, [ids, recipient, address, state]);
  return new Map(rows.map((row) => [row.id, row]));
}

/** What each parameter asks of a notification. */
const CONDITIONS = {
  kind: 'n.kind = :kind',
  eventId: `n.id IN (SELECT id FROM notification WHERE event_id = :eventId
    UNION ALL SELECT notification_id FROM notification_alias WHERE event_id = :eventId)`,
  idempotencyKey: 'n.idempotencyKey = :idempotencyKey',
  since: 'n.acceptedAt >= :since',
  until: 'n.acceptedAt < :until',
} as const;

const REFUSED = { true: 'n.refusal IS NOT NULL', false: 'n.refusal IS NULL' } as const;

/** Of one and the same delivery. */
const wantedBy = ({ recipient, address, state }: NotificationQuery) => ({
  recipient: recipient ?? null,
  address: address ?? null,
  state: state ?? null,
});
const isWanted = (recipient: string, address: string, state: string): string => `
  (CAST(${recipient} AS uuid) IS NULL OR d.user_id = ${recipient})
  AND (CAST(${address} AS text) IS NULL OR lower(d.address) = lower(${address}))
  AND (CAST(${state} AS text) IS NULL OR d.state = ${state})`;

const ONE_DELIVERY = `SELECT 1 FROM delivery d WHERE d.notification_id = n.id
  AND ${isWanted(':recipient', ':address', ':state')}`;

interface Listed {
  readonly count: number;
  readonly ids: readonly string[];
}

const FIRST_OF_EACH = `
  SELECT n.id, (SELECT count(*)::int FROM delivery WHERE notification_id = n.id) AS count, ARRAY(
    SELECT d.id FROM delivery d WHERE d.notification_id = n.id
    ORDER BY (${isWanted('$2', '$3', '$4')}) IS TRUE DESC, d.address, d.id LIMIT ${SHOWN_OF_EACH}) AS ids
  FROM unnest($1::uuid[]) AS n (id)`;
