import { z } from 'zod';
import { locale, mailAddress, oneLine, timeZone } from '../text.js';
import { document } from './bucket.js';

export const role = z.enum(['server-admin', 'user', 'service']);
export type Role = z.output<typeof role>;

/** How a person is @-mentioned: letters, digits, dot, dash and underscore, beginning and ending with a letter or digit. */
export const userName = z.string().regex(/^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$/, 'is not a user name');

export const userFields = z.object({
  name: userName,
  displayName: oneLine(200),
  /** Where mail goes. */
  address: mailAddress,
  /** Further addresses that are proven to be his: answers may come from them. */
  otherAddresses: z.array(mailAddress).max(20).default([]),
  roles: z.array(role).max(10),
  groups: z.array(oneLine(100)).max(200),
  locale: locale.default('en'),
  timeZone: timeZone.default('UTC'),
  /** All mail that he receives comes from this address; one of the list that an admin keeps. */
  alternativeSender: mailAddress.optional(),
});

/** What a person can subscribe to: words with dots between them, like `orders.shipped`. */
export const topic = z
  .string()
  .regex(/^[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,40}){0,5}$/, 'is not a topic, like orders.shipped');

/** `directory` → `user.<id>`: who the users are. */
export const DirectoryUserDocument = document(
  'directory',
  'user',
  userFields.extend({
    id: z.uuid(),
    revision: z.int().min(1),
    /** The topics whose events he gets by mail. */
    subscriptions: z.array(topic).max(500).default([]),
  }),
);
export type DirectoryUser = z.output<typeof DirectoryUserDocument.schema>;
