export { beginning, withoutHalves } from './whole-characters.js';
