import { runService } from '@replyline/service-host';
import { service } from './service.js';

await runService(service);
