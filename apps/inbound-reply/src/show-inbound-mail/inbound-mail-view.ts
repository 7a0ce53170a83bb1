import { pageOf } from '@replyline/service-host';
import { z } from 'zod';
import { worksUntil } from '../held-replies/standing.js';
import {
  MAIL_OUTCOMES,
  MAIL_STATES,
  type EarlierDecision,
  type InboundMailRow,
} from '../read-mailbox/inbound-mail.entity.js';
import type { Around } from './inbound-mails.js';

const summary = z.object({
  id: z.uuid(),
  state: z.enum(MAIL_STATES),
  outcome: z.enum(MAIL_OUTCOMES).nullable(),
  decidedBy: z.string().nullable().describe('The rule that decided'),
  messageId: z.string().nullable(),
  receivedAt: z.iso.datetime(),
  storedAt: z.iso.datetime(),
  decidedAt: z.iso.datetime().nullable(),
  nextTryAt: z.iso.datetime().nullable(),
  postponedBecause: z
    .string()
    .nullable()
    .describe('The code of the error that kept it from being decided at its last try'),
  sizeBytes: z.number(),
  isWhole: z.boolean().describe('False: only its header section was fetched, because it was too large, or nothing'),
});

export type InboundMailSummary = z.output<typeof summary>;
export const inboundMailPage = pageOf(summary);

const earlierDecision = z.object({
  outcome: z.enum(MAIL_OUTCOMES).nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.iso.datetime().nullable(),
  replayedAt: z.iso.datetime(),
  replayedBy: z.uuid(),
});

export const inboundMailDetail = summary.extend({
  verdict: z.looseObject({}).nullable(),
  passed: z.array(z.string()).nullable().describe('The rules that let it pass, in order'),
  replyId: z.uuid().nullable(),
  reply: z
    .object({
      text: z.string(),
      elided: z.string(),
      confidence: z.number(),
      evidence: z.array(z.looseObject({})),
    })
    .nullable(),
  answers: z
    .object({
      deliveryId: z.uuid(),
      messageId: z.string(),
      recipient: z.uuid().nullable(),
      conversationId: z.uuid().nullable(),
      postId: z.uuid().nullable(),
    })
    .nullable()
    .describe('The mail that it answers or is about; its recipient is the person on record, null for a plain address'),
  held: z
    .object({
      standing: z.enum(['held', 'posted', 'discarded', 'run-out']),
      heldAt: z.iso.datetime(),
      askedAt: z.iso.datetime().nullable(),
      decidedAt: z.iso.datetime().nullable(),
      worksUntil: z.iso.datetime(),
    })
    .nullable()
    .describe('What the person on record said about a reply that was held'),
  earlier: z.array(earlierDecision).describe('What was decided before each time that it was decided again'),
  files: z
    .array(z.looseObject({ name: z.string(), fate: z.enum(['kept', 'left-out', 'dropped']) }))
    .describe('What became of each attachment, and why'),
  failedTries: z.number(),
  mailbox: z.string(),
  mailId: z.string().describe('What its server calls it'),
  uidValidity: z.number().nullable().describe('Of IMAP alone, as uid'),
  uid: z.number().nullable(),
  sha256: z.string().nullable(),
  rawRemovedAt: z.iso.datetime().nullable().describe('When its source, as it came, had been kept for long enough'),
  seenAt: z.iso.datetime().nullable(),
});
export type InboundMailDetail = z.output<typeof inboundMailDetail>;

export const toSummary = (row: InboundMailRow): InboundMailSummary => ({
  id: row.id,
  state: row.state,
  outcome: row.outcome,
  decidedBy: row.decidedBy,
  messageId: row.messageId,
  receivedAt: row.receivedAt.toISOString(),
  storedAt: row.storedAt.toISOString(),
  decidedAt: row.decidedAt?.toISOString() ?? null,
  nextTryAt: row.nextTryAt?.toISOString() ?? null,
  postponedBecause: row.postponedBecause,
  sizeBytes: Number(row.sizeBytes),
  isWhole: row.isWhole,
});

export const toDetail = (row: InboundMailRow, { answered, held }: Around): InboundMailDetail => ({
  ...toSummary(row),
  verdict: row.verdict as Record<string, unknown> | null,
  passed: row.passed,
  replyId: row.replyId,
  reply: row.replyText === null ? null : toReply(row),
  answers: answered && toAnswered(answered),
  held: held && toHeld(held),
  earlier: row.earlier.map(toEarlier),
  files: (row.files ?? []) as InboundMailDetail['files'],
  failedTries: row.failedTries,
  mailbox: row.mailbox,
  mailId: row.mailId,
  uidValidity: row.uidValidity === null ? null : Number(row.uidValidity),
  uid: row.uid === null ? null : Number(row.uid),
  sha256: row.sha256,
  rawRemovedAt: row.rawRemovedAt?.toISOString() ?? null,
  seenAt: row.seenAt?.toISOString() ?? null,
});

const toEarlier = (it: EarlierDecision) => ({
  ...it,
  decidedAt: it.decidedAt && new Date(it.decidedAt).toISOString(),
  replayedAt: new Date(it.replayedAt).toISOString(),
});

const toReply = (row: InboundMailRow) => ({
  text: row.replyText ?? '',
  elided: row.elided ?? '',
  confidence: row.confidence ?? 0,
  evidence: (row.evidence ?? []) as Record<string, unknown>[],
});

const toAnswered = (sent: NonNullable<Around['answered']>) => ({
  deliveryId: sent.deliveryId,
  messageId: sent.messageId,
  recipient: sent.userId,
  conversationId: sent.conversationId,
  postId: sent.postId,
});

const toHeld = (held: NonNullable<Around['held']>) => ({
  standing: held.standing,
  heldAt: held.heldAt.toISOString(),
  askedAt: held.askedAt?.toISOString() ?? null,
  decidedAt: held.decidedAt?.toISOString() ?? null,
  worksUntil: worksUntil(held).toISOString(),
});
