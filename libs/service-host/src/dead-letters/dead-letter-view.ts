import { ERRORS, isErrorCode } from '@replyline/errors';
import { DEAD_LETTER_STATES, type DeadLetterState } from '@replyline/messaging';
import { z } from 'zod';
import { pageOf } from '../request/page.js';

const reason = z.object({
  code: z.string(),
  title: z.string(),
  remediation: z
    .string()
    .nullable()
    .describe('What to do about it; null for a defect, of which only the log knows more'),
});

/** Two ways to show octets: those that are JSON as what they say. */
const payload = z.union([z.object({ json: z.unknown() }), z.object({ base64: z.string() })]);

const deadLetterSummary = z.object({
  id: z.uuid(),
  consumer: z.string(),
  stream: z.string(),
  sequence: z.int(),
  subject: z.string(),
  eventId: z.string().nullable().describe('The id of the event; null where none can be read from it'),
  reason,
  paths: z.array(z.string()).describe('Which paths of the event break its contract, where that is why'),
  why: z.string().nullable().describe('What is wrong at each of them; null where nothing is to be said'),
  recordedAt: z.iso.datetime(),
  state: z.enum(DEAD_LETTER_STATES).describe('What a person decided; until then it waits'),
  decidedAt: z.iso.datetime().nullable(),
  decidedBy: z.string().nullable().describe('The caller who redrove or discarded it'),
});
export type DeadLetterSummary = z.output<typeof deadLetterSummary>;

export const deadLetterPage = pageOf(deadLetterSummary);

export const deadLetterView = deadLetterSummary.extend({ headers: z.record(z.string(), z.string()), payload });
export type DeadLetterView = z.output<typeof deadLetterView>;

/** As the table has it; `sequence` is a bigint. */
export interface DeadLetterRow extends Readonly<
  Record<'id' | 'consumer' | 'stream' | 'sequence' | 'subject' | 'code' | 'paths' | 'why', string>
> {
  readonly eventId: string | null;
  readonly recordedAt: Date;
  readonly state: DeadLetterState;
  readonly decidedAt: Date | null;
  readonly decidedBy: string | null;
}

export interface WholeRow extends DeadLetterRow {
  readonly headers: Readonly<Record<string, string>>;
  readonly payload: Buffer;
}

export const summarize = ({
  code,
  sequence,
  paths,
  why,
  recordedAt,
  decidedAt,
  ...row
}: DeadLetterRow): DeadLetterSummary => ({
  ...row,
  sequence: Number(sequence),
  reason: reasonOf(code),
  paths: paths === '' ? [] : paths.split(', '),
  why: why || null,
  recordedAt: recordedAt.toISOString(),
  decidedAt: decidedAt?.toISOString() ?? null,
});

export const viewOf = ({ headers, payload: octets, ...row }: WholeRow): DeadLetterView => ({
  ...summarize(row),
  headers: { ...headers },
  payload: payloadOf(octets),
});

function reasonOf(code: string): DeadLetterSummary['reason'] {
  if (!isErrorCode(code)) return { code, title: 'Something is wrong in this service', remediation: null };
  const { title, remediation } = ERRORS[code];
  return { code, title, remediation };
}

function payloadOf(octets: Buffer): DeadLetterView['payload'] {
  try {
    return { json: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(octets)) as unknown };
  } catch {
    return { base64: octets.toString('base64') };
  }
}
