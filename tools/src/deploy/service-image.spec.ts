import { checkServiceImages } from './check-service-image.js';

checkServiceImages(['conversation']);
