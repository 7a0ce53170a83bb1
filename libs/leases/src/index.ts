export { LEASES_MIGRATIONS, LeasesModule } from './leases.module.js';
export { ENDS_WHEN_FROZEN, Leases, type Held } from './leases.js';
export { isGone, Liveness } from './liveness.js';
export { Slots, type Slot, type SlotsOf } from './slots.js';
export { SLOTS_MIGRATIONS } from './slots.migrations.js';
