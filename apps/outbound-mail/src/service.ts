import { environment } from './environment.js';
import { OutboundMailModule } from './outbound-mail.module.js';

/** What `main.ts` runs. */
export const service = { name: 'outbound-mail', environment, module: OutboundMailModule.for };
