export { inUse, type Admission, type Admit } from './admission.js';
export { linkedAccountTokens, type Asker } from './linked-account-tokens.js';
export { patience } from './patience.js';
export * from './provider.js';
export { saidOf } from './said.js';
export type { TokenSource } from './token-source.js';
