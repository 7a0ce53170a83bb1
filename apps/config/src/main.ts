import { runService } from '@replyline/service-host';
import { ConfigModule } from './config.module.js';
import { environment } from './environment.js';

await runService({ name: 'config', environment, module: (env) => ConfigModule.in(env) });
