export { LEASES_MIGRATIONS, LeasesModule } from './leases.module.js';
export { Leases, type Held } from './leases.js';
export { isGone, Liveness } from './liveness.js';
