const CLAIM = 'apps/outbound-mail/src/deliver-mail/claim-query.ts';
const CLAIMS = 'apps/outbound-mail/src/deliver-mail/claims.spec.ts';

/** G6: an urgent mail does not wait behind bulk. */
export default [
  {
    name: 'oldest-first',
    promise: 'what is urgent is taken before what has waited longer',
    file: CLAIM,
    find: 'WHERE place <= room ORDER BY lane, next_attempt_at LIMIT $2',
    replace: 'WHERE place <= room ORDER BY next_attempt_at LIMIT $2',
    test: { file: CLAIMS, name: 'by lane' },
  },
  {
    name: 'one-profile-takes-everything',
    promise: 'a profile whose server does not answer holds up no other',
    file: CLAIM,
    find: 'least(coalesce(room, $5), $2)',
    replace: 'least(coalesce(room, $2, $5), $2)',
    test: { file: CLAIMS, name: 'when enough of that profile is taken up' },
  },
  {
    name: 'hanging-domain-takes-everything',
    promise: 'a domain whose server hangs holds up no other one of the built-in server',
    file: CLAIM,
    find: '<> ALL($6))',
    replace: '<> ALL($6) OR true)',
    test: { file: CLAIMS, name: 'to a domain that has enough is passed over' },
  },
  {
    name: 'silence-is-forgotten',
    promise: 'a domain that does not answer gets one mail at a time',
    file: 'apps/outbound-mail/src/deliver-mail/destinations.ts',
    find: `{ most: SILENT, usedAt: now }`,
    replace: `{ most: FIRST, usedAt: now }`,
    test: { file: 'apps/outbound-mail/src/deliver-mail/destinations.spec.ts', name: 'that does not answer gets one' },
  },
];
