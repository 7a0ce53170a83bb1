export { afterIncoming } from './after-incoming.js';
export type { IncomingAccess } from './incoming-access.js';
export { logInFirst } from './log-in-first.js';
export { filing, type SentFolder } from './sent-folder.js';
export { tryAfterIncoming } from './try-after-incoming.js';
