export type { Slot } from './held-slot.js';
export { LEASES_MIGRATIONS, LeasesModule } from './leases.module.js';
export { ENDS_WHEN_FROZEN, Leases, type Held } from './leases.js';
export { isGone, Liveness } from './liveness.js';
export type { SlotsOf } from './slot-table.js';
export { Slots } from './slots.js';
export { SLOTS_MIGRATIONS } from './slots.migrations.js';
