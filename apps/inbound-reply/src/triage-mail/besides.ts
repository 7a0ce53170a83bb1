import type { InlineAnswer } from '@replyline/contracts';
import type { ExtractedReply } from '@replyline/mail';

/** What goes with the text of a reply where there is room for it. An event has at most 256 KB, and the text may take 200. */
export interface Besides {
  readonly answers?: InlineAnswer[];
  readonly elided?: string;
}

const MAX_ANSWERS_BYTES = 20_000;
const MAX_ELIDED_BYTES = 16_000;

export function besidesOf({ answers, remainder }: Pick<ExtractedReply, 'answers' | 'remainder'>): Besides {
  const elided = withinBytes(remainder, MAX_ELIDED_BYTES);
  return {
    ...(answers.length > 0 && octets(answers) <= MAX_ANSWERS_BYTES && { answers: [...answers] }),
    ...(elided !== '' && { elided }),
  };
}

const octets = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

/** The beginning of a text, never half a character. */
function withinBytes(text: string, max: number): string {
  let kept = text.slice(0, max);
  while (octets(kept) > max) kept = kept.slice(0, Math.floor(kept.length / 2));
  return kept.replace(/[\ud800-\udbff]$/, '');
}
