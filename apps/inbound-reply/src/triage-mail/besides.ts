import type { InlineAnswer } from '@replyline/contracts';
import type { ExtractedReply } from '@replyline/mail';
import { beginningInJson, octetsInJson } from '@replyline/mail/text';

/** What goes with the text of a reply where there is room for it. An event has at most 256 KB, and the text may take 200. */
export interface Besides {
  readonly answers?: InlineAnswer[];
  readonly elided?: string;
}

const MAX_ANSWERS_BYTES = 20_000;
const MAX_ELIDED_BYTES = 16_000;

export function besidesOf({ answers, remainder }: Pick<ExtractedReply, 'answers' | 'remainder'>): Besides {
  const elided = beginningInJson(remainder, MAX_ELIDED_BYTES);
  return {
    ...(answers.length > 0 && octetsInJson(answers) <= MAX_ANSWERS_BYTES && { answers: [...answers] }),
    ...(elided !== '' && { elided }),
  };
}
