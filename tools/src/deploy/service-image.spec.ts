import { checkServiceImages } from './check-service-image.js';
import { SERVICES } from './checkout.js';

/** One in every run, since installing takes half a minute; all of them with `npm run test:long`. */
checkServiceImages(process.env['REPLYLINE_LONG'] ? SERVICES : ['conversation']);
