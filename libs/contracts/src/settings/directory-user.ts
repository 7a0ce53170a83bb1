import { z } from 'zod';
import { mailAddress, oneLine } from '../text.js';
import { document } from './bucket.js';

export const role = z.enum(['server-admin', 'user', 'service']);
export type Role = z.output<typeof role>;

/** How a person is @-mentioned: letters, digits, dot, dash and underscore, beginning and ending with a letter or digit. */
export const userName = z.string().regex(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/, 'is not a user name');

export const userFields = z.object({
  name: userName,
  displayName: oneLine(200),
  address: mailAddress,
  roles: z.array(role).max(10),
  groups: z.array(oneLine(100)).max(200),
});

/** `directory` → `user.<id>`: who the users are. */
export const DirectoryUserDocument = document(
  'directory',
  'user',
  userFields.extend({ id: z.uuid(), revision: z.int().min(1) }),
);
export type DirectoryUser = z.output<typeof DirectoryUserDocument.schema>;
