import { z } from 'zod';
import { document } from './bucket.js';

/** The last segment of `source`, the user name on NATS. */
export const publisherName = z
  .string()
  .regex(/^[a-z0-9-]{1,40}$/, 'is not a publisher: lower-case letters, digits, dashes');

export const publisherFields = z.object({
  /** Kinds of notifications it may ask for. */
  kinds: z.array(z.string().regex(/^[a-z0-9-]{1,40}$/)).max(50),
  lanes: z.array(z.enum(['urgent', 'normal', 'bulk'])).min(1),
  /** Whether it may send as, and through the profile of, a person. */
  mayActForUsers: z.boolean().default(false),
  /** Whether its mail may be answered. */
  mayAskForReplies: z.boolean().default(false),
});

/** `settings` → `publisher.<name>`: what a service may claim. Whoever has none may ask for nothing. */
export const PublisherDocument = document(
  'settings',
  'publisher',
  publisherFields.extend({ name: publisherName, revision: z.int().min(1) }),
);
export type Publisher = z.output<typeof PublisherDocument.schema>;

/** What conversation needs: config keeps it from the beginning, and outbound-mail knows it before config has spoken. */
export const CONVERSATION_PUBLISHER: Omit<Publisher, 'revision'> = {
  name: 'conversation',
  kinds: ['mention', 'assignment', 'reply-rejected', 'reply-held'],
  lanes: ['urgent', 'normal', 'bulk'],
  mayActForUsers: true,
  mayAskForReplies: true,
};
