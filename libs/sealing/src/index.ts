export { keyIdOf } from './key-id.js';
export { parseKeyRing, type KeyRing } from './key-ring.js';
export { open, seal } from './seal.js';
export { fingerprintOf, openSealed, sealFor, sealingKeyOf, type Place, type SealingKey } from './sealing-key.js';
