import type { HotStatement } from '@replyline/service-host';
import { WAITING } from '../keep-deliveries/delivery-state.js';

/** How long somebody frozen keeps a delivery from others. Somebody dead does not: see `Recovery`. */
export const LEASE = `interval '60 seconds'`;

export const IS_WAITING = `state IN (${WAITING.map((state) => `'${state}'`).join()})`;
export const IS_DUE = `${IS_WAITING} AND next_attempt_at <= now() AND expires_at > now()`;

/** What another replica is just taking up may be all that a lane of a profile has. */
export const SPARE = 3;

/** The index `delivery_waiting_by_domain` holds exactly this. */
export const DOMAIN = `lower(substring(address FROM '[^@]*$'))`;
/** As `destinationOf` of `destinations.ts` says it. */
export const DESTINATION = `profile_id || ' ' || ${DOMAIN}`;
export const CANDIDATE = `id, profile_id, lane, next_attempt_at, ${DESTINATION} AS destination`;

/** What several deliveries of a notification say alike stands with the first of them. */
const MAIL = `CASE WHEN d.words_of IS NULL THEN d.mail ELSE d.mail || (
    SELECT jsonb_build_object('text', w.mail->'text', 'html', w.mail->'html') FROM delivery w WHERE w.id = d.words_of) END`;

/**
 * `line` goes from profile to profile and from lane to lane by the index, so that a backlog that may not be sent now is
 * passed over in one step, however long it is; `sendable` is what may be sent. Each profile costs a claim three blocks.
 */
export const SENDABLE = `
  line AS (
    (SELECT profile_id, lane, next_attempt_at AS first FROM delivery
     WHERE ${IS_WAITING} ORDER BY profile_id, lane, next_attempt_at LIMIT 1)
    UNION ALL
    SELECT next.* FROM line CROSS JOIN LATERAL (
      SELECT profile_id, lane, next_attempt_at FROM delivery
      WHERE ${IS_WAITING} AND (profile_id, lane) > (line.profile_id, line.lane)
      ORDER BY profile_id, lane, next_attempt_at LIMIT 1) next
  ), sendable AS (
    SELECT profile_id, lane, first, least(coalesce(room, $5), $2) AS room
    FROM line LEFT JOIN unnest($3::text[], $4::int[]) AS r (profile_id, room) USING (profile_id)
    WHERE first <= now() AND (room IS NULL OR room > 0)
      AND NOT EXISTS (
        SELECT 1 FROM profile_pause p
        WHERE p.profile_id = line.profile_id AND p.until > now() AND p.from_lane <= line.lane)
  )`;

/** The oldest of each line of `front`, which is where the best ones are. */
export const OF_FRONT = `
    SELECT found.*, front.room FROM front CROSS JOIN LATERAL (
      SELECT ${CANDIDATE} FROM delivery
      WHERE profile_id = front.profile_id AND lane = front.lane AND ${IS_DUE}
      ORDER BY next_attempt_at LIMIT front.room FOR UPDATE SKIP LOCKED) found`;

/** Of the candidates the best, no more of a profile or to a destination than there is room. */
export const CHOSEN = `
  spread AS (
    SELECT *, row_number() OVER (PARTITION BY destination ORDER BY lane, next_attempt_at) AS place_there FROM candidate
  ), chosen AS (
    SELECT id FROM (
      SELECT *, row_number() OVER (PARTITION BY profile_id ORDER BY lane, next_attempt_at) AS place
      FROM spread LEFT JOIN unnest($6::text[], $7::int[]) AS d (destination, room_there) USING (destination)
      WHERE room_there IS NULL OR place_there <= room_there) ranked
    WHERE place <= room ORDER BY lane, next_attempt_at LIMIT $2
  )`;

export const TAKEN = `
  UPDATE delivery d
  SET state = 'claimed', owner = $1, epoch = epoch + 1, claimed_at = clock_timestamp(), lease_until = now() + ${LEASE}
  FROM notification n
  WHERE n.id = d.notification_id AND d.id IN (SELECT id FROM chosen)
  RETURNING d.id, d.notification_id AS "notificationId", n.correlation_id AS "correlationId", n.kind, d.owner, d.epoch,
    d.attempts + 1 AS attempt, d.attempts_before AS "attemptsBefore", d.lane, d.profile_id AS "profileId",
    d.message_id AS "messageId", ${MAIL} AS mail`;

/**
 * For the process $1 up to $2 deliveries. $3 and $4 are profiles and their room, $5 is that of all others; of what goes to
 * a destination in $6 as much is taken as $7 says, to all others what there is. Where a destination has no room at all it
 * is `TAKE_PAST_FULL` that is asked.
 */
export const TAKE: HotStatement = {
  name: 'take-deliveries',
  text: `
  WITH RECURSIVE ${SENDABLE}, front AS (
    SELECT * FROM sendable ORDER BY lane, first LIMIT $2 + ${SPARE}
  ), candidate AS (${OF_FRONT}
  ), ${CHOSEN} ${TAKEN}`,
};
