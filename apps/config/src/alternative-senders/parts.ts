import { CreateAlternativeSenders1763596930001 } from './1763596930001-create-alternative-senders.js';
import { AlternativeSendersController } from './alternative-senders.controller.js';
import { StoredSenders } from './alternative-senders.entity.js';
import { AlternativeSenders } from './alternative-senders.js';

export const ALTERNATIVE_SENDERS_ENTITIES = [StoredSenders];
export const ALTERNATIVE_SENDERS_MIGRATIONS = [CreateAlternativeSenders1763596930001];
export const ALTERNATIVE_SENDERS_CONTROLLERS = [AlternativeSendersController];

/** Needs `Announce` and `Clock`. */
export const ALTERNATIVE_SENDERS_PROVIDERS = [AlternativeSenders];
