import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { describedReader } from '@replyline/service-host';
import type { Request } from 'express';
import { readPrecondition, type Precondition } from './precondition.js';

const readBasis = (_: unknown, context: ExecutionContext): Precondition => {
  const request = context.switchToHttp().getRequest<Request>();
  return readPrecondition({ ifMatch: request.get('if-match'), ifNoneMatch: request.get('if-none-match') });
};

/** What a save is based on, from `If-Match` and `If-None-Match`. */
export const BasedOn = createParamDecorator(
  describedReader(readBasis, {
    headers: [
      { name: 'If-Match', required: false, description: 'The ETag that was read; required once there is one' },
      { name: 'If-None-Match', required: false, description: '`*`: only if there is nothing yet' },
    ],
    refuses: ['request.invalid', 'request.precondition_failed', 'request.precondition_required'],
  }),
);
