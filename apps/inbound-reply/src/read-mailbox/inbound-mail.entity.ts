import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import type { Besides } from '../triage-mail/besides.js';

/**
 * `stored`: nothing decided yet. `waiting`: decided to try again. `requested`: is fetched again at the next visit of its
 * mailbox, and decided then. `processed`: has its final verdict.
 */
export const MAIL_STATES = ['stored', 'waiting', 'requested', 'processed'] as const;
export type MailState = (typeof MAIL_STATES)[number];

export const MAIL_OUTCOMES = [
  'accept',
  'hold',
  'ignore',
  'reject',
  'record-bounce',
  'record-complaint',
  'wait',
  'too-large',
  'unreadable',
  'skipped',
] as const;
export type MailOutcome = (typeof MAIL_OUTCOMES)[number];

/** A decision that somebody had taken again. Times are as PostgreSQL writes them. */
export interface EarlierDecision {
  readonly outcome: MailOutcome | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly replayedAt: string;
  readonly replayedBy: string;
}

/**
 * SQL that is true for a mail that is to be marked as read: it has its verdict, was there to be read, and nobody else
 * marked it.
 */
export const IS_UNMARKED = `state = 'processed' AND seen_at IS NULL AND raw IS NOT NULL AND outcome <> 'skipped'`;

/** One message of a mailbox, as the server gave it, and what became of it. Never deleted because of what it says. */
@Entity('inbound_mail')
export class InboundMailRow {
  @PrimaryGeneratedColumn('uuid')
  id!: string;

  @Column('text')
  mailbox!: string;

  /** What its server calls it. */
  @Column('text', { name: 'mail_id' })
  mailId!: string;

  /** Of IMAP alone, as `uid`. */
  @Column('bigint', { name: 'uid_validity', nullable: true })
  uidValidity!: string | null;

  @Column('bigint', { nullable: true })
  uid!: string | null;

  /** Not part of a listing: it may be tens of megabytes. Null where the server cannot serve it, and after its retention. */
  @Column('bytea', { select: false, nullable: true })
  raw!: Buffer | null;

  /** When `raw` had been kept for long enough. */
  @Column('timestamptz', { name: 'raw_removed_at', nullable: true })
  rawRemovedAt!: Date | null;

  /** False when only the header section was fetched, because the mail was too large or skipped, or nothing at all. */
  @Column('boolean', { name: 'is_whole' })
  isWhole!: boolean;

  /** Of the whole mail, also where only its header is here; then as its server says. */
  @Column('bigint', { name: 'size_bytes' })
  sizeBytes!: string;

  /** Of what is in `raw`, in hexadecimal. */
  @Column('text', { nullable: true })
  sha256!: string | null;

  /** When its server took it. */
  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;

  /** In whole milliseconds, as a cursor carries it. */
  @Column('timestamptz', { name: 'stored_at' })
  storedAt!: Date;

  @Column('text')
  state!: MailState;

  /** When an undecided mail is looked at again. */
  @Column('timestamptz', { name: 'next_try_at', nullable: true })
  nextTryAt!: Date | null;

  /** How often deciding it ended in an unexpected error. */
  @Column('integer', { name: 'failed_tries' })
  failedTries!: number;

  /** The code of what kept it from being decided at its last try. */
  @Column('text', { name: 'postponed_because', nullable: true })
  postponedBecause!: string | null;

  @Column('text', { nullable: true })
  outcome!: MailOutcome | null;

  /** The whole verdict: outcome, and why. */
  @Column('jsonb', { nullable: true })
  verdict!: object | null;

  /** The rule that decided, and the ones that let the mail pass. */
  @Column('text', { name: 'decided_by', nullable: true })
  decidedBy!: string | null;

  @Column('text', { array: true, nullable: true })
  passed!: string[] | null;

  @Column('timestamptz', { name: 'decided_at', nullable: true })
  decidedAt!: Date | null;

  /** What was decided before each time that it was decided again, oldest first. */
  @Column('jsonb', { default: [] })
  earlier!: readonly EarlierDecision[];

  @Column('text', { name: 'message_id', nullable: true })
  messageId!: string | null;

  @Column('text', { name: 'reply_key', nullable: true })
  replyKey!: string | null;

  @Column('uuid', { name: 'reply_id', nullable: true })
  replyId!: string | null;

  @Column('text', { name: 'reply_text', nullable: true })
  replyText!: string | null;

  @Column('text', { nullable: true })
  elided!: string | null;

  /** What goes with the text when it is posted. */
  @Column('jsonb', { nullable: true })
  besides!: Besides | null;

  @Column('real', { nullable: true })
  confidence!: number | null;

  @Column('jsonb', { nullable: true })
  evidence!: object | null;

  /** What became of each attachment; null where nothing of the mail is posted. */
  @Column('jsonb', { nullable: true })
  files!: object | null;

  /** When it was marked as read, which happens after the verdict is committed; never on a mail that was not served. */
  @Column('timestamptz', { name: 'seen_at', nullable: true })
  seenAt!: Date | null;
}
