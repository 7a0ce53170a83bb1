export { connectImap, type ImapEndpoint } from './imap-connection.js';
export { toMailboxFailure, type MailboxCode, type MailboxStep } from './imap-failure.js';
export { superviseMailbox, type Supervision } from './imap-supervisor.js';
export type { MailboxConnection, MailSummary } from './mailbox-connection.js';
export { tryImap } from './try-imap.js';
