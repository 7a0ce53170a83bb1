import { GroupsController } from './groups.controller.js';
import { Groups } from './groups.js';

export const GROUPS_CONTROLLERS = [GroupsController];

/** Needs `Users`. */
export const GROUPS_PROVIDERS = [Groups];
