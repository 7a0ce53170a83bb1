import { z } from 'zod';
import { MAILBOX_STATES } from './state-of.js';

const time = z.iso.datetime();

const mailboxView = z.object({
  name: z.string().nullable().describe('Of a further mailbox; null for the main one'),
  kind: z.string().describe('As in its settings'),
  mailbox: z.string().describe('What `/v1/inbound-mails` calls it'),
  state: z
    .enum(MAILBOX_STATES)
    .describe(
      'waiting: no instance reads it yet, or its server wants to be asked nothing until `waitsUntil`; not-read: it is switched off. Both need nothing from you for a moment',
    ),
  since: time.nullable().describe('Since when it is unhealthy'),
  problem: z
    .object({ code: z.string(), title: z.string(), remediation: z.string() })
    .nullable()
    .describe('What keeps it from being read or marked as read, and what to do'),
  waitsUntil: time
    .nullable()
    .describe('Until when nothing is asked of its server, because it said so; `problem` has the reason'),
  lastReadAt: time.nullable().describe('When everything in it had been fetched last, to half a minute'),
  reader: z.string().nullable().describe('The instance that reads it: its host and process'),
  pollIntervalSeconds: z.int(),
  backlog: z.object({
    toFetch: z.int().describe('Listed and not fetched yet'),
    toDecide: z.int().describe('Fetched and not decided yet'),
    waiting: z.int().describe('Waits for news of the mail that it answers'),
    askedAgain: z.int().describe('Fetched again, because it was replayed or its server did not give it'),
    oldestAt: time.nullable().describe('When the oldest of those that are here arrived'),
  }),
  cursor: z
    .object({ behindSeconds: z.int().nullable() })
    .describe('How long ago the listing was made that is being worked off; null when all of it is'),
  lastSkippedAt: time.nullable().describe('When a mail was skipped last because somebody else had read it'),
});
export type MailboxView = z.output<typeof mailboxView>;
export const mailboxesView = z.object({ items: z.array(mailboxView) });
