import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { describedReader } from '@replyline/service-host';
import type { Request } from 'express';
import { readPrecondition } from './precondition.js';

const readSeen = (_: unknown, context: ExecutionContext): number | undefined =>
  readPrecondition({
    ifMatch: context.switchToHttp().getRequest<Request>().get('if-match'),
    ifNoneMatch: undefined,
  }).revision;

/**
 * The revision that a removal, or a change of what is there, is based on, from `If-Match`. It is asked for once the thing is
 * known to be there: of one that is not there nobody can have read any. `assertBasedOn` refuses what names none.
 */
export const SeenRevision = createParamDecorator(
  describedReader(readSeen, {
    headers: [{ name: 'If-Match', required: true, description: 'The ETag that was read' }],
    refuses: ['request.invalid', 'request.precondition_failed', 'request.precondition_required'],
  }),
);
