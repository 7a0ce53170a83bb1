export { type MicrosoftAccess } from './access.js';
export { fetchOutside } from './egress.js';
export { graphProvider, MOST_REQUESTS, type GraphOptions } from './graph.js';
export { explain as explainGraph } from './graph-errors.js';
export { connectGraph, type GraphReading, type Pause } from './graph-mailbox.js';
export { renew, subscribe, type Subscription } from './graph-subscription.js';
export { News } from './news.js';
export { tryGraph } from './try-graph.js';
export { tryGraphMailbox } from './try-graph-mailbox.js';
