import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { describedReader } from '@replyline/service-host';
import type { Request } from 'express';
import { readPrecondition } from './precondition.js';

const read = (_: unknown, context: ExecutionContext): number | undefined =>
  readPrecondition({
    ifMatch: context.switchToHttp().getRequest<Request>().get('if-match'),
    ifNoneMatch: undefined,
  }).revision;

/** The revision that was read before, from `If-Match`, where a change may go without. */
export const ReadRevision = createParamDecorator(
  describedReader(read, {
    headers: [
      { name: 'If-Match', required: false, description: 'The ETag that was read; absent or `*`: whatever it is' },
    ],
    refuses: ['request.invalid', 'request.precondition_failed'],
  }),
);
