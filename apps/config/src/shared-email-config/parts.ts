import { ImportSharedController } from './import-shared.controller.js';
import { ImportShared } from './import-shared.js';

/** Before the routes of shared profiles: its path is no id of one. */
export const SHARED_EMAIL_CONFIG_CONTROLLERS = [ImportSharedController];

/** Needs `SendingProfiles` and `FindProfiles`. */
export const SHARED_EMAIL_CONFIG_PROVIDERS = [ImportShared];
