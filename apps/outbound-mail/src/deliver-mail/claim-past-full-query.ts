import type { HotStatement } from '@replyline/service-host';
import {
  CANDIDATE,
  CHOSEN,
  DESTINATION,
  DOMAIN,
  IS_DUE,
  IS_WAITING,
  OF_FRONT,
  SENDABLE,
  SPARE,
  TAKEN,
} from './claim-query.js';
import { FIRST } from './destinations.js';

/**
 * How many mails, and how many domains, one claim looks at. Where there are more domains, the next claim goes on where
 * this one stopped.
 */
export const LOOKS = 300;

const hasRoom = (destination: string): string => `${destination} NOT IN (SELECT unnest($8::text[]))`;
/** Planned while the table is empty, an index of what waits looks as good as that of the ids. This hides that it could serve. */
const BY_ID_ONLY = `coalesce(${IS_DUE}, false)`;

/**
 * As `TAKE`, and what goes to a destination in $8 is passed over, however much waits for it. $9 are the profiles of those
 * destinations. The best that waits for such a profile may be what is passed over, so it takes nobody's place in `front`:
 * its lines are `crowded`. Of each the `oldest` are looked at, and `near` is what may be taken of them. Where that is not
 * enough, `walk` goes by the index from domain to domain, each three or four blocks, beginning after the domain $10; `far`
 * is the oldest for each.
 *
 * Answers with one row at least, which says after which domain the next claim begins.
 */
export const TAKE_PAST_FULL: HotStatement = {
  name: 'take-deliveries-past-full',
  text: `
  WITH RECURSIVE ${SENDABLE}, front AS (
    SELECT * FROM sendable WHERE profile_id <> ALL($9::text[]) ORDER BY lane, first LIMIT $2 + ${SPARE}
  ), crowded AS (
    SELECT *, greatest(${LOOKS} / count(*) OVER (), 1) AS looks FROM sendable WHERE profile_id = ANY($9)
  ), oldest AS (
    SELECT crowded.*, it.* FROM crowded CROSS JOIN LATERAL (
      SELECT count(*) AS seen, coalesce(array_agg(id) FILTER (WHERE ${hasRoom('destination')}), '{}') AS ids FROM (
        SELECT id, ${DESTINATION} AS destination FROM delivery
        WHERE profile_id = crowded.profile_id AND lane = crowded.lane AND ${IS_WAITING} AND next_attempt_at <= now()
        ORDER BY next_attempt_at LIMIT crowded.looks) looked_at) it
  ), near AS (
    SELECT found.*, oldest.room FROM oldest CROSS JOIN LATERAL (
      SELECT ${CANDIDATE} FROM unnest(oldest.ids) old JOIN delivery ON id = old
      WHERE ${BY_ID_ONLY} LIMIT oldest.room FOR UPDATE OF delivery SKIP LOCKED) found
  ), walk AS (
    SELECT profile_id, lane, room, looks, $10::text AS domain, 'infinity'::timestamptz AS first, 0 AS step FROM oldest
    WHERE seen = looks AND cardinality(ids) < room
    UNION ALL
    SELECT profile_id, lane, room, looks, next.domain, next.first, step + 1 FROM walk CROSS JOIN LATERAL (
      SELECT ${DOMAIN} AS domain, next_attempt_at AS first FROM delivery
      WHERE profile_id = walk.profile_id AND lane = walk.lane AND ${IS_WAITING} AND ${DOMAIN} > walk.domain
      ORDER BY ${DOMAIN}, next_attempt_at LIMIT 1) next
    WHERE step < looks
  ), open AS (
    SELECT profile_id, lane, domain, room FROM walk
    WHERE first <= now() AND ${hasRoom(`profile_id || ' ' || domain`)} ORDER BY lane, first LIMIT $2 + ${SPARE}
  ), far AS (
    SELECT found.*, open.room FROM open CROSS JOIN LATERAL (
      SELECT ${CANDIDATE} FROM delivery
      WHERE profile_id = open.profile_id AND lane = open.lane AND ${DOMAIN} = open.domain AND ${IS_DUE}
      ORDER BY next_attempt_at LIMIT least(open.room, ${FIRST}) FOR UPDATE SKIP LOCKED) found
  ), candidate AS (${OF_FRONT}
    UNION ALL
    (SELECT * FROM near UNION SELECT * FROM far)
  ), ${CHOSEN}, taken AS (${TAKEN}
  )
  SELECT taken.*, "lookOnAfter" FROM (
    SELECT CASE WHEN count(*) = 0 THEN $10 ELSE coalesce(min(domain) FILTER (WHERE step = looks), '') END AS "lookOnAfter"
    FROM walk) walked
  LEFT JOIN taken ON true`,
};
