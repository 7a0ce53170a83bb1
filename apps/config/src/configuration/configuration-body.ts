import { alternativeSendersBody } from '../alternative-senders/alternative-senders-body.js';
import { mailboxName, oneLine, prose, publisherName, topic } from '@replyline/contracts';
import { uuid } from '@replyline/service-host';
import { z } from 'zod';
import { publisherBody } from '../publishers/publisher-body.js';
import { microsoftAppBody } from '../linked-accounts/microsoft-app-body.js';
import { replyMailboxBody } from '../reply-mailbox/reply-mailbox-body.js';
import { ownProfileBody, sendingProfileBody } from '../sending-profiles/sending-profile-body.js';
import { userBody } from '../users/user-body.js';

const uniqueBy = <K extends string>(field: K) =>
  [
    (all: readonly Record<K, string>[]) => new Set(all.map((it) => it[field])).size === all.length,
    `names a ${field} twice`,
  ] as const;

export const authorityItem = z.object({ name: oneLine(100), pem: prose(50_000).min(1) });
export type AuthorityItem = z.output<typeof authorityItem>;

export const userItem = userBody.extend({
  id: uuid,
  subscriptions: z.array(topic).max(500).optional().describe('Absent: as they are.'),
});
export type UserItem = z.output<typeof userItem>;

export const ownProfileItem = z.object({ ownerId: uuid, settings: ownProfileBody });
export type OwnProfileItem = z.output<typeof ownProfileItem>;

export const publisherItem = publisherBody.extend({ name: publisherName });
export type PublisherItem = z.output<typeof publisherItem>;

export const replyMailboxItem = z.object({ name: mailboxName, settings: replyMailboxBody });
export type ReplyMailboxItem = z.output<typeof replyMailboxItem>;

/** The configuration as code. What is absent stays as it is. */
export const configurationBody = z.object({
  version: z.literal(1).default(1),
  authorities: z
    .array(authorityItem)
    .max(200)
    .refine(...uniqueBy('name'))
    .optional(),
  microsoftApp: microsoftAppBody.optional(),
  alternativeSenders: alternativeSendersBody.shape.addresses.optional(),
  users: z
    .array(userItem)
    .max(10_000)
    .refine(...uniqueBy('name'))
    .refine(...uniqueBy('id'))
    .optional(),
  sendingProfile: sendingProfileBody.optional().describe('The one of the system. Shared ones are not part of it.'),
  ownProfiles: z
    .array(ownProfileItem)
    .max(10_000)
    .refine(...uniqueBy('ownerId'))
    .optional(),
  replyMailbox: replyMailboxBody.optional(),
  replyMailboxes: z
    .array(replyMailboxItem)
    .max(100)
    .refine(...uniqueBy('name'))
    .optional()
    .describe('Those that are read beside it.'),
  publishers: z
    .array(publisherItem)
    .max(200)
    .refine(...uniqueBy('name'))
    .optional(),
});
export type ConfigurationBody = z.output<typeof configurationBody>;

/** What a GET gives is what a PUT takes, without secrets. */
export const configurationView = z.looseObject({ version: z.literal(1) });
