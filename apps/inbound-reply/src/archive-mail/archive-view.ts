import { archive } from '@replyline/contracts';
import { pageOf } from '@replyline/service-host';
import { z } from 'zod';

const mail = z.object({
  id: z.uuid().describe('Of `/v1/inbound-mails`'),
  messageId: z.string().nullable(),
  receivedAt: z.iso.datetime(),
});

const batch = z.object({
  folder: z.string().describe('Of the week, under the server’s own prefix'),
  count: z.int(),
  mails: z.array(mail).describe('The first of them, oldest first'),
});

export const archivePreview = z.object({
  mailbox: z.string().nullable().describe('Null where no mailbox is configured'),
  archive: archive.nullable().describe('Null where nothing is archived: it is off, or the mailbox is one of Microsoft'),
  at: z.iso.datetime(),
  moves: z.array(batch.extend({ dueAt: z.iso.datetime().describe('When the run is due') })),
  removals: z.array(
    batch.extend({ dueAt: z.iso.datetime().describe('When its last mail has been there for long enough') }),
  ),
  stays: z.object({
    unsettled: z.int().describe('Undecided, waiting, held for somebody, or not readable'),
    unseen: z.int().describe('Decided, and not marked as seen by us'),
  }),
});
export type ArchivePreview = z.output<typeof archivePreview>;

const run = z.object({
  id: z.uuid(),
  mailbox: z.string(),
  kind: z.enum(['move', 'remove']),
  folder: z.string(),
  dueAt: z.iso.datetime(),
  begunAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable().describe('Null while it has not come to its end; it is tried again'),
  mails: z.int().describe('Moved, or removed'),
  missing: z.int().describe('Somebody else had moved or deleted them'),
  flagged: z.int().describe('Left where they were with \\Deleted: the server cannot remove single mails'),
  kept: z.int().describe('In the folder, and not ours or not settled: left there'),
  trouble: z.string().nullable().describe('The code of what the last attempt met'),
});
export type ArchiveRunView = z.output<typeof run>;
export const archiveRunPage = pageOf(run);
