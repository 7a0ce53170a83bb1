import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { readPrecondition, type Precondition } from './precondition.js';

/** What a save is based on, from `If-Match` and `If-None-Match`. */
export const BasedOn = createParamDecorator((_: unknown, context: ExecutionContext): Precondition => {
  const request = context.switchToHttp().getRequest<Request>();
  return readPrecondition({ ifMatch: request.get('if-match'), ifNoneMatch: request.get('if-none-match') });
});
