import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import type { ErrorCode } from '@replyline/errors';
import type { z } from 'zod';

export const DOES = 'replyline:does';
export const RETURNS = 'replyline:returns';
export const CREATES = 'replyline:creates';
export const REFUSES = 'replyline:refuses';

export interface Returned {
  readonly status: number;
  readonly schema: z.ZodType | undefined;
  readonly description: string;
}

/** What a call does, in a few words that begin with a verb: its line in the list of the OpenAPI document. */
export const Does = (summary: string) => SetMetadata(DOES, summary);

/** The status of the answer and what it holds, for the OpenAPI document; `undefined` when it holds nothing. */
export const Returns = (status: number, schema: z.ZodType | undefined, description: string) =>
  applyDecorators(HttpCode(status), SetMetadata(RETURNS, { status, schema, description } satisfies Returned));

/** The same answer also comes as 201, when the handler returns `Created`. */
export const Creates = (description: string) => SetMetadata(CREATES, description);

/**
 * The failures of this route beside those that the document knows by itself: of the token, the body, the query, the
 * path and the headers that it reads.
 */
export const Refuses = (...codes: [ErrorCode, ...ErrorCode[]]) => SetMetadata(REFUSES, codes);
