import { environment } from './environment.js';
import { InboundReplyModule } from './inbound-reply.module.js';

/** What `main.ts` runs. */
export const service = { name: 'inbound-reply', environment, module: InboundReplyModule.for };
