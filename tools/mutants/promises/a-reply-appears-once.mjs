const READING = 'apps/inbound-reply/src/read-mailbox/reading.spec.ts';
const CONSEQUENCES = 'apps/inbound-reply/src/triage-mail/consequences.ts';
const LEASES = { source: 'libs/leases/src/leases.ts', spec: 'libs/leases/src/leases.spec.ts' };

/** G3: a reply appears once, however often it is fetched or delivered. */
export default [
  {
    name: 'inbox-admits-twice',
    promise: 'an event has its effect once, however often it is delivered',
    file: 'libs/messaging/src/inbox.ts',
    find: `return inserted.length > 0;`,
    replace: `return true;`,
    test: { file: 'libs/messaging/src/messaging.spec.ts', name: 'has its effect once' },
  },
  {
    name: 'claim-is-taken-twice',
    promise: 'the second copy of a mail leads to nothing',
    file: 'apps/inbound-reply/src/triage-mail/claim.ts',
    find: `return rows.length > 0;`,
    replace: `return true;`,
    test: { file: 'apps/inbound-reply/src/held-replies/held-replies.spec.ts', name: 'is held once however often' },
  },
  {
    name: 'reply-of-another-name',
    promise: 'the same reply is the same event, however often it is worked out',
    file: CONSEQUENCES,
    find: `{ ...causedByMail(sent), id: post.replyId, subject: sent.conversationId }`,
    replace: `{ ...causedByMail(sent), subject: sent.conversationId }`,
    test: { file: CONSEQUENCES.replace('.ts', '.spec.ts'), name: 'is the same, under the same claim' },
  },
  {
    name: 'copies-differ',
    promise: 'two copies of a mail are one reply, whatever changed on the way',
    file: 'apps/inbound-reply/src/triage-mail/stable-id.ts',
    find: `if (mail.messageId !== undefined) return \`id:\${mail.messageId}\`;`,
    replace: ``,
    test: { file: 'apps/inbound-reply/src/triage-mail/stable-id.spec.ts', name: 'of the same mail again' },
  },
  {
    name: 'reply-is-posted-again',
    promise: 'a reply that stands in its conversation is not posted again, by whatever event',
    file: 'apps/conversation/src/append-reply/settle-reply.ts',
    find: `if (alreadyPosted) return { kind: 'nothing' };`,
    replace: ``,
    test: {
      file: 'apps/conversation/src/append-reply/append-reply.spec.ts',
      name: 'appears once when it is announced by two events',
    },
  },
  {
    name: 'frozen-reader-writes',
    promise: 'a reader that was frozen and has been replaced writes nothing',
    file: 'apps/inbound-reply/src/read-mailbox/take-in.ts',
    find: `await this.leases.fence(tx, READER_LEASE, it.epoch);`,
    replace: ``,
    test: { file: READING, name: 'that was frozen and has been replaced writes nothing' },
  },
  {
    name: 'fence-never-closes',
    promise: 'an epoch that is over writes nothing',
    file: LEASES.source,
    find: `if (rows.length === 0) throw new Failure('lease.lost', { epoch });`,
    replace: ``,
    test: { file: LEASES.spec, name: 'the old epoch writes nothing' },
  },
  {
    name: 'two-hold-a-lease',
    promise: 'one reader at a time has the mailbox',
    file: LEASES.source,
    find: `WHERE name = $1 AND (owner IS NULL OR expires_at < now() OR \${isGone('owner')})`,
    replace: `WHERE name = $1`,
    test: { file: LEASES.spec, name: 'has one holder at a time' },
  },
  {
    name: 'cursor-without-validity',
    promise: 'a mailbox that was built anew is read from its beginning',
    file: 'apps/inbound-reply/src/read-mailbox/take-in.ts',
    find: `WHERE mailbox = $1 AND uid_validity = $2\``,
    replace: `WHERE mailbox = $1 AND $2::bigint > 0\``,
    test: { file: READING, name: 'posts nothing again when the mailbox is built anew' },
  },
  {
    name: 'seen-before-the-verdict',
    promise: 'a mail is marked as seen only after its verdict is committed',
    file: 'apps/inbound-reply/src/read-mailbox/take-in.ts',
    find: `AND state = 'processed' AND seen_at IS NULL`,
    replace: `AND seen_at IS NULL`,
    test: { file: READING, name: 'is not seen before it has its verdict' },
  },
  {
    name: 'batch-out-of-order',
    promise: 'what came while nobody read is handed on in its order',
    file: 'apps/inbound-reply/src/triage-mail/triage-mail.ts',
    find: `ids.indexOf(one.id) - ids.indexOf(other.id)`,
    replace: `ids.indexOf(other.id) - ids.indexOf(one.id)`,
    test: { file: READING, name: 'hands on in its order' },
  },
];
