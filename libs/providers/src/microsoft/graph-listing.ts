import { Failure } from '@replyline/errors';
import { z } from 'zod';
import type { Listing, MailSummary } from '../imap/mailbox-connection.js';

/** PidTagMessageSize: what the store says a message weighs, which is about what it weighs in MIME. Graph has no such property. */
const SIZE = `singleValueExtendedProperties($filter=id eq 'LONG 0x0E08')`;

/** With a date in whole seconds, and no others: each is as much as a page may hold. */
const WANTED = 'changeType=created&$select=receivedDateTime,isRead';

const DELTA = '/mailFolders/inbox/messages/delta';

/** Where a listing of the whole inbox begins. Without sizes for a tenant that refuses to tell them. */
export const BEGINNINGS = [`${DELTA}?${WANTED}&$expand=${encodeURIComponent(SIZE)}`, `${DELTA}?${WANTED}`] as const;

const message = z.object({
  id: z.string().min(1),
  receivedDateTime: z.iso.datetime({ offset: true }).optional().catch(undefined),
  isRead: z.boolean().optional().catch(undefined),
  singleValueExtendedProperties: z
    .array(z.object({ value: z.string() }))
    .optional()
    .catch(undefined),
});
const removed = z.object({ '@removed': z.looseObject({}) });

const page = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});

export interface Page {
  readonly mails: readonly MailSummary[];
  /** The next page of this listing. */
  readonly next?: string;
  /** Where the listing after this one begins: the last page has it. */
  readonly cursor?: string;
}

/** Throws `provider.protocol_error` for anything but a page of messages. */
export function pageOf(answer: unknown): Page {
  const read = page.safeParse(answer);
  if (!read.success) throw new Failure('provider.protocol_error');
  const { value, '@odata.nextLink': next, '@odata.deltaLink': cursor } = read.data;
  if (next === undefined && cursor === undefined) throw new Failure('provider.protocol_error');
  return { mails: value.flatMap(summaryOf), ...(next && { next }), ...(cursor && { cursor }) };
}

/** What is gone again is told too, and is no mail. One message that is described badly keeps no other from being read. */
function summaryOf(item: unknown): MailSummary[] {
  if (removed.safeParse(item).success) return [];
  const read = message.safeParse(item);
  if (!read.success) throw new Failure('provider.protocol_error');
  const { id, receivedDateTime, isRead = false, singleValueExtendedProperties: [size] = [] } = read.data;
  const sizeBytes = Number(size?.value ?? 0) || 0;
  const receivedAt = receivedDateTime === undefined ? new Date() : new Date(receivedDateTime);
  return [{ id, sizeBytes, receivedAt, isSeen: isRead }];
}

/** Graph promises no order, and may tell the same message twice in one round. */
export function inOrder(mails: readonly MailSummary[], cursor: string): Listing {
  const once = [...new Map(mails.map((mail) => [mail.id, mail])).values()];
  return { mails: once.sort((one, other) => one.receivedAt.getTime() - other.receivedAt.getTime()), cursor };
}
