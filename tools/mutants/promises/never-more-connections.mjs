const SLOTS = {
  source: 'libs/leases/src/slots.ts',
  table: 'libs/leases/src/slot-table.ts',
  spec: 'libs/leases/src/slots.spec.ts',
};
const REPLICAS = { file: 'apps/outbound-mail/src/deliver-mail/replicas.spec.ts', name: 'never have more connections' };
const PAUSES = 'apps/outbound-mail/src/deliver-mail/pauses.spec.ts';
const CLAIMS = 'apps/outbound-mail/src/deliver-mail/claims.spec.ts';

/** G5: N replicas never open more connections, and never send more, than allowed. */
export default [
  {
    name: 'connects-without-a-slot',
    promise: 'no connection is opened without a slot',
    file: 'libs/providers/src/smtp/connect.ts',
    find: `await admitted(where.admit ?? unlimited, signal)`,
    replace: `await admitted(unlimited, signal)`,
    needsBuild: true,
    patienceSeconds: 120,
    test: REPLICAS,
  },
  {
    name: 'slot-is-taken-twice',
    promise: 'a slot has one holder at a time',
    file: SLOTS.table,
    find: 'AND number <= $2 AND ${IS_FREE}',
    replace: `AND number <= $2`,
    test: { file: SLOTS.spec, name: 'are fewer for whoever thinks that there are fewer' },
  },
  {
    name: 'given-back-and-kept',
    promise: 'a slot that was given back is not kept by what was said before',
    file: SLOTS.table,
    find: `SET owner = NULL, epoch = epoch + 1,`,
    replace: `SET owner = NULL,`,
    test: { file: SLOTS.spec, name: 'that were given back while their holder was saying' },
  },
  {
    name: 'nobodys-slot-is-kept',
    promise: 'a slot that its own holder knows nothing of is found',
    file: SLOTS.table,
    find: `THEN taken_at < now() - `,
    replace: `THEN false AND taken_at < now() - `,
    test: { file: SLOTS.spec, name: 'of which no answer told that they are ours' },
  },
  {
    name: 'frozen-holder-is-robbed',
    promise: 'what is frozen keeps its slots for as long as its connections may be open',
    file: SLOTS.table,
    find: `const FROZEN = \`interval '6 minutes'\`;`,
    replace: `const FROZEN = \`interval '6 seconds'\`;`,
    test: { file: SLOTS.spec, name: 'of a process that is frozen are kept' },
  },
  {
    name: 'guard-sleeps',
    promise: 'a process that cannot renew its slots gives them up by itself',
    file: SLOTS.source,
    find: `now - it.renewedAt > GUARD_MS || `,
    replace: ``,
    patienceSeconds: 10,
    test: { file: SLOTS.spec, name: 'are given up when they cannot be renewed in time' },
  },
  {
    name: 'leave-before-the-end',
    promise: 'a slot is given back after its connection was closed, not before',
    file: 'libs/providers/src/smtp/connect.ts',
    find: `socket.once('close', () => place.release());`,
    replace: `place.release();`,
    test: { file: 'libs/providers/src/smtp/smtp.spec.ts', name: 'keeps the leave of an idle connection' },
  },
  {
    name: 'rate-counted-apart',
    promise: 'replicas that count at the same time do not both find the last one free',
    file: 'apps/outbound-mail/src/deliver-mail/rates.ts',
    find: `await tx.query(\`SELECT pg_advisory_xact_lock(\${COUNTING}, hashtext($1))\`, [profile.id]);`,
    replace: ``,
    test: { file: PAUSES, name: 'lets so many through, whoever asks' },
  },
  {
    name: 'pause-is-overlooked',
    promise: 'a profile that pauses sends nothing, on no replica',
    file: 'apps/outbound-mail/src/deliver-mail/claim-query.ts',
    find: `p.profile_id = line.profile_id AND p.until > now()`,
    replace: `p.profile_id = line.profile_id AND p.until > 'infinity'`,
    test: { file: CLAIMS, name: 'of a profile that pauses is left' },
  },
  {
    name: 'room-is-overlooked',
    promise: 'a profile without connections holds nothing that others could have',
    file: 'apps/outbound-mail/src/deliver-mail/claim-query.ts',
    find: `WHERE place <= room ORDER BY`,
    replace: `ORDER BY`,
    test: { file: CLAIMS, name: 'of a profile that has less room' },
  },
];
