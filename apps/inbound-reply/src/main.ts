import { runService } from '@replyline/service-host';
import { environment } from './environment.js';
import { InboundReplyModule } from './inbound-reply.module.js';

await runService({ name: 'inbound-reply', environment, module: (env) => InboundReplyModule.for(env) });
