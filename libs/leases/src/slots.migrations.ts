import { CreateSlot1764000000002 } from './1764000000002-create-slot.js';

/** The table that a service with slots has. */
export const SLOTS_MIGRATIONS = [CreateSlot1764000000002];
