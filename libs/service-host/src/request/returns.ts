import { applyDecorators, HttpCode, SetMetadata } from '@nestjs/common';
import type { z } from 'zod';

export const RETURNS = 'replyline:returns';

export interface Returned {
  readonly status: number;
  readonly schema: z.ZodType | undefined;
  readonly description: string;
}

/** The status of the answer and what it holds, for the OpenAPI document; `undefined` when it holds nothing. */
export const Returns = (status: number, schema: z.ZodType | undefined, description: string) =>
  applyDecorators(HttpCode(status), SetMetadata(RETURNS, { status, schema, description } satisfies Returned));
