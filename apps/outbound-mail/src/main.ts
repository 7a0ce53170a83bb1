import { runService } from '@replyline/service-host';
import { environment } from './environment.js';
import { OutboundMailModule } from './outbound-mail.module.js';

await runService({ name: 'outbound-mail', environment, module: (env) => OutboundMailModule.for(env) });
