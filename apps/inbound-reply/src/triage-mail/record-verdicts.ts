import type { FileFate } from '@replyline/mail';
import type { EntityManager } from 'typeorm';
import { besidesOf } from './besides.js';
import type { Decided } from './decide.js';
import type { Examined } from './examine-mail.js';
import { nextTryAt } from './retry-schedule.js';
import type { StoredMail } from './stored-mail.js';

/** A mail, what was found in it, unless nobody could read it, and what it was decided to be. */
export interface Settled {
  readonly stored: StoredMail;
  readonly examined: Examined | undefined;
  readonly decided: Decided;
  /** Of each attachment, where the mail is posted. */
  readonly files: readonly FileFate[] | undefined;
}

/** A mail of ten thousand parts is somebody's joke; it is all in `raw`. */
const MOST_RECORDED = 200;

/** By column; what a mail that nobody could read has nothing to say about stays as it was. */
const TYPES = {
  id: 'uuid',
  state: 'text',
  next_try_at: 'timestamptz',
  outcome: 'text',
  verdict: 'jsonb',
  decided_by: 'text',
  passed: 'jsonb',
  decided_at: 'timestamptz',
  is_examined: 'boolean',
  message_id: 'text',
  reply_key: 'text',
  reply_id: 'uuid',
  reply_text: 'text',
  elided: 'text',
  besides: 'jsonb',
  confidence: 'real',
  evidence: 'jsonb',
  files: 'jsonb',
} as const;
type Values = Record<keyof typeof TYPES, unknown>;
const COLUMNS = Object.keys(TYPES) as (keyof typeof TYPES)[];
const FOUND = [
  'message_id',
  'reply_key',
  'reply_id',
  'reply_text',
  'elided',
  'besides',
  'confidence',
  'evidence',
] as const;

const RECORD = `
  UPDATE inbound_mail AS mail SET
    state = it.state, next_try_at = it.next_try_at, outcome = it.outcome, verdict = it.verdict, decided_by = it.decided_by,
    passed = ARRAY(SELECT jsonb_array_elements_text(it.passed)), decided_at = it.decided_at, files = coalesce(it.files, mail.files),
    postponed_because = NULL,
    ${FOUND.map((name) => `${name} = CASE WHEN it.is_examined THEN it.${name} ELSE mail.${name} END`).join(', ')}
  FROM unnest(${COLUMNS.map((name, at) => `$${at + 1}::${TYPES[name]}[]`).join(', ')}) AS it (${COLUMNS.join(', ')})
  WHERE mail.id = it.id`;

/** Writes down what several mails were decided to be, with one statement. */
export async function recordVerdicts(tx: EntityManager, settled: readonly Settled[], now: Date): Promise<void> {
  if (settled.length === 0) return;
  const rows = settled.map((one) => valuesOf(one, now));
  await tx.query(
    RECORD,
    COLUMNS.map((name) => rows.map((row) => row[name])),
  );
}

function valuesOf({ stored, examined, decided, files }: Settled, now: Date): Values {
  const { decidedBy, passed, ...verdict } = decided;
  const isWaiting = verdict.outcome === 'wait';
  return {
    id: stored.id,
    state: isWaiting ? 'waiting' : 'processed',
    next_try_at: isWaiting ? (nextTryAt(stored.storedAt, now) ?? now) : null,
    outcome: verdict.outcome,
    verdict: JSON.stringify(verdict),
    decided_by: decidedBy,
    passed: JSON.stringify(passed),
    decided_at: now,
    is_examined: examined !== undefined,
    message_id: examined?.mail.messageId,
    reply_key: examined?.replyKey,
    reply_id: examined?.replyId,
    reply_text: examined?.extracted.text,
    elided: examined?.extracted.elided,
    besides: examined && JSON.stringify(besidesOf(examined.extracted)),
    confidence: examined?.extracted.confidence,
    evidence: examined && JSON.stringify(examined.extracted.evidence),
    files: files && JSON.stringify(files.slice(0, MOST_RECORDED)),
  };
}
