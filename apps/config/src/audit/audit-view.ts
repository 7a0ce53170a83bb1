import { oneLine } from '@replyline/contracts';
import { pageOf, pageQuery, timeCursor } from '@replyline/service-host';
import { z } from 'zod';

const auditView = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  actor: z.string().nullable().describe('`sub` of the token; null for what the service does by itself'),
  actorRoles: z.array(z.string()),
  address: z.string().nullable().describe('The IP address that the request came from'),
  method: z.string().nullable(),
  route: z.string().nullable(),
  requestId: z.string().nullable(),
  document: z.string().nullable(),
  revision: z.int().nullable(),
  fields: z.array(z.string()).describe('What was changed, by name; a secret too is named and never shown'),
  outcome: z.string().describe('`saved`, or the code of what was in the way'),
});
export type AuditView = z.output<typeof auditView>;
export const auditPage = pageOf(auditView);

const moment = z.iso.datetime({ offset: true });

/** All that is given must hold. */
export const auditQuery = z.object({
  actor: oneLine(255).optional(),
  document: oneLine(120).optional(),
  outcome: oneLine(100).optional(),
  from: moment.optional().describe('At this moment or later'),
  to: moment.optional().describe('Before this moment'),
  ...pageQuery(timeCursor),
});
export type AuditQuery = z.output<typeof auditQuery>;
