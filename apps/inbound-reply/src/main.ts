import { runService } from '@replyline/service-host';
import { service } from './service.js';

void runService(service);
