import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { InvalidRequest } from '../problem/invalid-request.js';
import { describedReader } from './described-reader.js';

export const IDEMPOTENCY_KEY = 'Idempotency-Key';
const PRINTABLE = /^[\x21-\x7e]{1,255}$/;
const NO_KEY = {
  path: `header.${IDEMPOTENCY_KEY.toLowerCase()}`,
  message: 'must be 1 to 255 printable characters, no spaces',
};

/** What a request calls itself (draft-ietf-httpapi-idempotency-key-header §2.1), if it does. Throws `request.invalid`. */
export function idempotencyKeyOf(request: Pick<Request, 'get'>): string | undefined {
  const key = request.get(IDEMPOTENCY_KEY);
  if (key !== undefined && !PRINTABLE.test(key)) throw new InvalidRequest([NO_KEY]);
  return key;
}

const readKey = (_: unknown, context: ExecutionContext): string | undefined =>
  idempotencyKeyOf(context.switchToHttp().getRequest<Request>());

/** For a POST that is kept under its key as long as what it made: a repetition makes nothing, and is answered with what is there. */
export const IdempotencyKey = createParamDecorator(
  describedReader(readKey, {
    headers: [
      {
        name: IDEMPOTENCY_KEY,
        required: false,
        description: 'Of your making. A repetition with the same key and body is answered with what the first one made',
      },
    ],
    refuses: ['request.invalid', 'request.idempotency_key_reused'],
  }),
);
