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
];
