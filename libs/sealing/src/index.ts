export { parseKeyRing, type KeyRing } from './key-ring.js';
export { open, seal, type Binding } from './seal.js';
