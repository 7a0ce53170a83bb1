import { checkServiceImages } from './check-service-image.js';

checkServiceImages(['config', 'outbound-mail', 'inbound-reply']);
