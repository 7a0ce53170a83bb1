import type { InlineAnswer } from '@replyline/contracts';
import type { ExtractedReply } from '@replyline/mail';
import { beginningThat, octetsOf } from './octets.js';

/** What goes with the text of a reply where there is room for it. An event has at most 256 KB, and the text may take 200. */
export interface Besides {
  readonly answers?: InlineAnswer[];
  readonly elided?: string;
}

const MAX_ANSWERS_BYTES = 20_000;
const MAX_ELIDED_BYTES = 16_000;

export function besidesOf({ answers, remainder }: Pick<ExtractedReply, 'answers' | 'remainder'>): Besides {
  const elided = beginningThat((text) => octetsOf(text) <= MAX_ELIDED_BYTES, remainder, MAX_ELIDED_BYTES);
  return {
    ...(answers.length > 0 && octetsOf(answers) <= MAX_ANSWERS_BYTES && { answers: [...answers] }),
    ...(elided !== '' && { elided }),
  };
}
