import { CreateSettings1763596800000 } from './settings/1763596800000-create-settings.js';
import { StoredSettings } from './settings/stored-settings.entity.js';
import { CreateDirectoryUser1763596800001 } from './users/1763596800001-create-directory-user.js';
import { User } from './users/user.entity.js';

/** What this service keeps in its database. */
export const ENTITIES = [StoredSettings, User];
export const MIGRATIONS = [CreateSettings1763596800000, CreateDirectoryUser1763596800001];
