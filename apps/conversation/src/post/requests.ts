import { prose } from '@replyline/contracts';
import { pageLimit } from '@replyline/service-host';
import { z } from 'zod';

/** JSON writes a character as up to six bytes (`\u0001`), and an event may have 256 KB. */
const MAX_POST_CHARACTERS = 40_000;

/** Something else than blanks and what only says how others are joined (U+200B, U+2060). */
const VISIBLE = /[^\s\p{Cf}]/u;

export const newPost = z.object({
  text: prose(MAX_POST_CHARACTERS).refine((text) => VISIBLE.test(text), 'is empty'),
});

export const postQuery = z.object({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(2_147_483_647)
    .default(0)
    .describe('The position of the last post that is already known; 0 begins at the first'),
  limit: pageLimit,
});
export type PostQuery = z.output<typeof postQuery>;
