export { answered, ConfigRefused, type Problem } from './answered.js';
export { configClient, type ConfigClient, type ConfigClientOptions } from './client.js';
export type { components, operations, paths } from './schema.js';
