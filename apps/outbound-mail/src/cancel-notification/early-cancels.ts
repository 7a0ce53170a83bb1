import type { EntityManager } from 'typeorm';

/** A request by the event that asked for it. */
export interface Named {
  readonly source: string;
  readonly id: string;
}

/** A request that is so much later than its cancel is not one that anybody means. */
const KEEP = `interval '1 day'`;
/** As many as a publisher may be ahead of us: of more, the oldest go. */
const MOST = 10_000;

const KEY = (source: string, id: string) => `hashtextextended(${source} || ' ' || ${id}, 0)`;

/**
 * A request and its cancel come by two ways, in any order, and each transaction has to see what the other wrote. Under READ
 * COMMITTED a statement sees what was committed before it began; so both take the lock of the event first, in a statement
 * of its own, and whoever is second begins to look when the first has committed. Requests share the lock, and take
 * several in one order, so that none waits for another in a circle.
 */
export async function lockForRequests(tx: EntityManager, requests: readonly Named[]): Promise<void> {
  await tx.query(LOCK_FOR_REQUESTS, namesOf(requests));
}

/** Its parameters are `namesOf` the requests. */
export const LOCK_FOR_REQUESTS = `
  SELECT pg_advisory_xact_lock_shared(key) FROM (
    SELECT DISTINCT ${KEY('source', 'id')} AS key FROM unnest($1::text[], $2::text[]) AS asked (source, id) ORDER BY 1) ordered`;

export const namesOf = (requests: readonly Named[]): [sources: string[], ids: string[]] => [
  requests.map(({ source }) => source),
  requests.map(({ id }) => id),
];

export async function lockForCancel(tx: EntityManager, { source, id }: Named): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(${KEY('$1::text', '$2::text')})`, [source, id]);
}

/** Remembers a cancel for a request that has not come. Who adds one tidies up after himself. */
export async function rememberEarly(tx: EntityManager, { source, id }: Named, most = MOST): Promise<void> {
  await tx.query(
    `DELETE FROM early_cancel WHERE source = $1 AND (at < now() - ${KEEP} OR (source, event_id) IN (
       SELECT source, event_id FROM early_cancel WHERE source = $1 ORDER BY at DESC OFFSET $2))`,
    [source, most - 1],
  );
  await tx.query(`INSERT INTO early_cancel (source, event_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, [source, id]);
}

/** Those of the requests whose cancel came before them. It is forgotten with that. */
export async function takeEarly<R extends Named>(tx: EntityManager, requests: readonly R[]): Promise<ReadonlySet<R>> {
  const [rows]: [{ source: string; id: string }[]] = await tx.query(
    `DELETE FROM early_cancel c USING unnest($1::text[], $2::text[]) AS asked (source, id)
     WHERE c.source = asked.source AND c.event_id = asked.id RETURNING asked.source, asked.id`,
    namesOf(requests),
  );
  const taken = new Set(rows.map(({ source, id }) => `${source} ${id}`));
  return new Set(requests.filter(({ source, id }) => taken.has(`${source} ${id}`)));
}
