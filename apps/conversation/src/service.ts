import { ConversationModule } from './conversation.module.js';
import { environment } from './environment.js';

/** What `main.ts` runs. */
export const service = { name: 'conversation', environment, module: ConversationModule.for };
