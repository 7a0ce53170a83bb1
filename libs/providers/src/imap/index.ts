export { connectImap, type ImapEndpoint } from './imap-connection.js';
export { superviseMailbox } from './imap-supervisor.js';
export type { ImapMailbox, Listing, MailboxConnection, MailSummary } from './mailbox-connection.js';
export { tryImap } from './try-imap.js';
