import { ConfigModule } from './config.module.js';
import { environment } from './environment.js';

/** What `main.ts` runs. */
export const service = { name: 'config', environment, module: ConfigModule.for };
