const READING = 'apps/inbound-reply/src/read-mailbox/reading.spec.ts';
const TAKE_IN = 'apps/inbound-reply/src/read-mailbox/take-in.ts';
const GRAPH = 'apps/inbound-reply/src/read-mailbox/reading-graph.spec.ts';
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
    find: `await this.leases.fence(tx, it.document, it.epoch);`,
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
    file: 'libs/providers/src/imap/imap-connection.ts',
    find: `return place?.uidValidity === this.uidValidity ? place.uid : undefined;`,
    replace: `return place?.uid;`,
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
    name: 'cursor-before-the-mails',
    promise: 'what was listed and is not stored yet is listed again',
    file: TAKE_IN,
    find: `const mails = await this.findNew.among(listed, before, reading);`,
    replace: `await this.moveOn(cursor, reading);\n    const mails = await this.findNew.among(listed, before, reading);`,
    test: { file: GRAPH, name: 'reads a listing again that was not finished' },
  },
  {
    name: 'known-mail-is-taken-again',
    promise: 'a mail that is stored is not fetched again when its server forgets how far it was read',
    file: 'apps/inbound-reply/src/read-mailbox/who-read-it.ts',
    find: `if (known.ids.has(id)) return 'us';`,
    replace: ``,
    test: { file: GRAPH, name: 'downloads nothing again' },
  },
  {
    name: 'names-that-pass',
    promise: 'Graph is asked for names that stay',
    file: 'libs/providers/src/microsoft/graph-mailbox.ts',
    find: `const IMMUTABLE = 'IdType="ImmutableId"';`,
    replace: `const IMMUTABLE = 'IdType="RestId"';`,
    test: { file: 'libs/providers/src/microsoft/graph-mailbox.spec.ts', name: 'has names that stay' },
  },
];
