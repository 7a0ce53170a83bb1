export type { ImapEndpoint } from './imap-client.js';
export { connectImap } from './imap-connection.js';
export { connectImapArchive } from './imap-archive.js';
export type { Folder, Left, MailboxArchive, Moved } from './mailbox-archive.js';
export { superviseMailbox } from './imap-supervisor.js';
export type { ImapMailbox, Listing, MailboxConnection, MailSummary, Marking } from './mailbox-connection.js';
export { tryImap } from './try-imap.js';
