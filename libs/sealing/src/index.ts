export { keyIdOf } from './key-id.js';
export { parseKeyRing, type KeyRing } from './key-ring.js';
export { open, seal } from './seal.js';
