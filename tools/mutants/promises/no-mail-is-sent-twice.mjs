const CLAIMS = 'apps/outbound-mail/src/deliver-mail/claims.spec.ts';

/** G2: no mail is sent twice. */
export default [
  {
    name: 'intent-not-written',
    promise: 'the intent is committed before the end of the message is sent',
    file: 'apps/outbound-mail/src/deliver-mail/hand-over.ts',
    find: `return this.claims.handOver(claim);`,
    replace: `return Promise.resolve();`,
    needsBuild: true,
    test: { file: 'apps/outbound-mail/src/deliver-mail/crash.spec.ts', name: 'after the end of the message, after' },
  },
  {
    name: 'end-before-intent',
    promise: 'a provider sends the final dot only after the intent is written down',
    file: 'libs/providers/src/smtp/message-body.ts',
    find: `await this.handOver();`,
    replace: `void this.handOver().catch(() => undefined);`,
    test: { file: 'libs/providers/src/smtp/smtp.spec.ts', name: 'hands nothing over when handOver rejects' },
  },
  {
    name: 'unknown-is-tried-again',
    promise: 'what may have been accepted is not tried again',
    file: 'apps/outbound-mail/src/deliver-mail/settle-attempt.ts',
    find: `if (isUnknown && !facts.isRepeatable) return { state: 'unknown', ...why };`,
    replace: ``,
    test: {
      file: 'apps/outbound-mail/src/deliver-mail/settle-attempt.spec.ts',
      name: 'that may have been taken is unknown',
    },
  },
  {
    name: 'lost-answer-is-a-failure',
    promise: 'an answer that never came after the end of the message is not a refusal',
    file: 'libs/providers/src/smtp/errors.ts',
    find: `if (isHandedOver && !isVerdict(facts))`,
    replace: `if (isHandedOver && !isVerdict(facts) && facts.reply > 0)`,
    test: { file: 'libs/providers/src/smtp/smtp.spec.ts', name: 'does not pretend to know' },
  },
  {
    name: 'hand-over-goes-back',
    promise: 'a hand-over that nobody ended never goes back to the queue',
    file: 'apps/outbound-mail/src/deliver-mail/recovery.ts',
    find: `WHERE state = 'claimed' AND `,
    replace: `WHERE state IN ('claimed', 'handing_over') AND `,
    test: { file: CLAIMS, name: 'of a process that is gone goes back' },
  },
  {
    name: 'hand-over-without-fence',
    promise: 'whoever was replaced hands nothing over',
    file: 'apps/outbound-mail/src/deliver-mail/claims.ts',
    find: `WHERE d.id = claim.id AND d.owner = claim.owner AND d.epoch = claim.epoch AND state = ANY($4) AND lease_until > now()`,
    replace: `WHERE d.id = claim.id AND state = ANY($4) AND lease_until > now()`,
    test: { file: CLAIMS, name: 'cannot be handed over after somebody else has taken it' },
  },
  {
    name: 'hand-over-after-the-lease',
    promise: 'whoever was frozen for longer than his lease hands nothing over',
    file: 'apps/outbound-mail/src/deliver-mail/claims.ts',
    find: `state = ANY($4) AND lease_until > now()`,
    replace: `state = ANY($4)`,
    test: { file: CLAIMS, name: 'cannot be handed over with a lease that has run out' },
  },
  {
    name: 'two-take-the-same',
    promise: 'two replicas never claim the same delivery',
    file: 'apps/outbound-mail/src/deliver-mail/claim-query.ts',
    find: ` FOR UPDATE SKIP LOCKED) found`,
    replace: `) found`,
    test: { file: CLAIMS, name: 'that another replica is just taking is left to it' },
  },
  {
    name: 'sent-is-sent-again',
    promise: 'nobody can have sent again what was sent',
    file: 'apps/outbound-mail/src/resend-delivery/resend-delivery.ts',
    find: `['failed', 'unknown']`,
    replace: `['failed', 'unknown', 'sent']`,
    test: {
      file: 'apps/outbound-mail/src/show-notification/show-notification.spec.ts',
      name: 'never sends twice what was sent',
    },
  },
];
