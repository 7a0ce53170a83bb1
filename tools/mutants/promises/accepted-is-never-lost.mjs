const MESSAGING = 'libs/messaging/src/messaging.spec.ts';

/** G1: an accepted notification is never lost. */
export default [
  {
    name: 'outbox-forgets',
    promise: 'what NATS did not take is published again',
    file: 'libs/messaging/src/outbox-relay.ts',
    find: `(error: unknown) => failed.push(row.seq) && this.logger.warn({ err: error, seq: row.seq }, 'not published'),`,
    replace: `() => published.push(row.seq),`,
    test: { file: MESSAGING, name: 'survives a broker that is killed' },
  },
  {
    name: 'outbox-without-transaction',
    promise: 'an event leaves with the commit of its transaction, or not at all',
    file: 'libs/messaging/src/outbox.ts',
    find: `await insert(tx, ...events.map(rowOf));`,
    replace: `await insert(tx.connection.manager, ...events.map(rowOf));`,
    test: { file: MESSAGING, name: 'does not leave when its transaction fails' },
  },
  {
    name: 'ack-before-work',
    promise: 'an event is acknowledged only after its handler has committed',
    file: 'libs/messaging/src/jet-stream-strategy.ts',
    find: `      await handle(read(message, contract));\n      message.ack();`,
    replace: `      message.ack();\n      await handle(read(message, contract));`,
    test: { file: MESSAGING, name: 'is delivered again after a defect' },
  },
  {
    name: 'defect-is-dropped',
    promise: 'an event that meets a defect of ours is tried again, not dropped',
    file: 'libs/messaging/src/settlement.ts',
    find: `error instanceof Failure ? error.disposition : 'retry'`,
    replace: `error instanceof Failure ? error.disposition : 'discard'`,
    test: { file: 'libs/messaging/src/settlement.spec.ts', name: 'a defect is tried again' },
  },
  {
    name: 'accepted-and-not-stored',
    promise: 'a request is accepted only with its deliveries stored',
    file: 'apps/outbound-mail/src/accept-notification/accept-notification.ts',
    find: `const inserted = await insertPlans(tx, asked);`,
    replace: `const inserted = asked.map(() => 'new' as const);`,
    test: { file: 'apps/outbound-mail/src/deliver-mail/deliver-mail.spec.ts', name: 'is one mail per person' },
  },
  {
    name: 'claim-of-the-dead-stays',
    promise: 'what a dead process had claimed and not begun to end goes back to the queue',
    file: 'apps/outbound-mail/src/deliver-mail/recovery.ts',
    find: `WHERE state = 'claimed' AND `,
    replace: `WHERE state = 'claimed' AND false AND `,
    test: { file: 'apps/outbound-mail/src/deliver-mail/claims.spec.ts', name: 'of a process that is gone goes back' },
  },
];
