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
  {
    name: 'bulk-uses-up-the-limit',
    promise: 'a part of what a profile may send is kept for what is more urgent',
    file: 'apps/outbound-mail/src/deliver-mail/shares.ts',
    find: `const leftOf = (lane: number, { most, sent }: Used) => most - Math.floor(most * KEPT[LANES[lane]!]) - sent - given;`,
    replace: `const leftOf = (_lane: number, { most, sent }: Used) => most - sent - given;`,
    test: {
      file: 'apps/outbound-mail/src/deliver-mail/pauses.spec.ts',
      name: 'keeps a part for mail that is more urgent',
    },
  },
  {
    name: 'bulk-makes-urgent-mail-wait',
    promise: 'a limit that is used up for bulk holds up bulk only',
    file: CLAIM,
    find: ' AND p.from_lane <= line.lane',
    replace: '',
    test: { file: CLAIMS, name: 'that is more urgent than those that a pause is for' },
  },
  {
    name: 'given-back-and-still-paused',
    promise: 'what was given back of a limit may be used at once',
    file: 'apps/outbound-mail/src/deliver-mail/rates.ts',
    find: `      await this.pauses.end(tx, profile, PAUSE);`,
    replace: ``,
    test: { file: 'apps/outbound-mail/src/deliver-mail/pauses.spec.ts', name: 'lets the profile go on at once' },
  },
  {
    name: 'files-in-order-of-arrival',
    promise: 'an urgent mail with files does not wait for the files of bulk that waits',
    file: 'apps/outbound-mail/src/attach-files/turns.ts',
    find: `this.line.splice(this.placeOf(lane), 0, waiting);`,
    replace: `this.line.push(waiting);`,
    test: { file: 'apps/outbound-mail/src/attach-files/turns.spec.ts', name: 'lets in first what is more urgent' },
  },
];
