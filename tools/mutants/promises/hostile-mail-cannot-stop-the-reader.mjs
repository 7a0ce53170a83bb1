const THREAD = {
  file: 'apps/inbound-reply/src/read-message/thread-message-reader.ts',
  spec: 'apps/inbound-reply/src/read-message/thread-message-reader.spec.ts',
};
const READING = 'apps/inbound-reply/src/read-mailbox/reading.spec.ts';
const BAD_MAIL = 'apps/inbound-reply/src/read-message/bad-mail.spec.ts';

/** G10: hostile mail cannot stop the reader. */
export default [
  {
    name: 'thread-without-time-limit',
    promise: 'a message that takes too long is given up',
    file: THREAD.file,
    find: `reject(unreadable('time'))), this.options.limitMs);`,
    replace: `reject(unreadable('time'))), 20 * this.options.limitMs);`,
    patienceSeconds: 5,
    test: { file: THREAD.spec, name: 'when a message takes too long' },
  },
  {
    name: 'dead-thread-is-awaited',
    promise: 'a message that ends its thread is given up',
    file: THREAD.file,
    find: `thread.on('message', onMessage).on('error', onError).on('exit', onExit);`,
    replace: `thread.on('message', onMessage).on('error', onError);`,
    patienceSeconds: 5,
    test: { file: THREAD.spec, name: 'when a message breaks' },
  },
  {
    name: 'stuck-thread-is-kept',
    promise: 'the message after one that took too long is read, by another thread',
    file: THREAD.file,
    find: `      await this.end();\n      throw error;`,
    replace: `      throw error;`,
    test: { file: THREAD.spec, name: 'when a message takes too long' },
  },
  {
    name: 'no-limit-of-size',
    promise: 'of a mail over the limit only the header section is kept',
    file: 'apps/inbound-reply/src/read-mailbox/take-in.ts',
    find: `const isWhole = mail.sizeBytes <= this.limit.maxBytes;`,
    replace: `const isWhole = true;`,
    test: { file: BAD_MAIL, name: 'a mail over the limit' },
  },
  {
    name: 'huge-mail-is-downloaded',
    promise: 'of a mail over the limit only the header section is fetched',
    file: 'apps/inbound-reply/src/read-mailbox/take-in.ts',
    find: `isWhole ? this.limit.maxBytes : MAX_HEADER_BYTES`,
    replace: `isWhole ? this.limit.maxBytes : mail.sizeBytes`,
    test: { file: READING, name: 'fetches no more than the header section' },
  },
  {
    name: 'no-limit-of-parts',
    promise: 'a mail of a hundred thousand parts is not read',
    file: 'libs/mail/src/reading/read-message.ts',
    find: `maxChildNodes: MAX_PARTS,`,
    replace: `maxChildNodes: 1_000_000,`,
    test: { file: 'libs/mail/src/reading/read-message.spec.ts', name: 'with a hundred thousand parts fails' },
  },
  {
    name: 'no-limit-of-nodes',
    promise: 'HTML of any size becomes a small tree',
    file: 'libs/mail/src/reply/document/html-tree.ts',
    find: `this.tagStack.length > MAX_DEPTH || this.nodes > MAX_NODES`,
    replace: `this.nodes > MAX_NODES`,
    test: { file: 'libs/mail/src/reply/hostile-input.spec.ts', name: '500,000 nested elements become a small tree' },
  },
  {
    name: 'unreadable-has-no-verdict',
    promise: 'a mail that cannot be read gets its verdict too',
    file: 'apps/inbound-reply/src/triage-mail/triage-mail.ts',
    find: `if (codeOf(error) === 'mail.unreadable') return undefined;`,
    replace: ``,
    test: { file: BAD_MAIL, name: 'a mail of 30,000 parts' },
  },
  {
    name: 'reader-stops-at-a-defect',
    promise: 'a mail that meets a defect of ours is nobody else’s trouble',
    file: 'apps/inbound-reply/src/triage-mail/triage-loop.ts',
    find: `await this.triage.postpone(id);`,
    replace: `throw error;`,
    test: { file: READING, name: 'goes on after a mail that meets a defect' },
  },
];
