export { builtInProvider, type BuiltInOptions } from './built-in.js';
export type { MxRecord, ResolveMx } from './exchangers.js';
export { tryBuiltIn } from './try-built-in.js';
