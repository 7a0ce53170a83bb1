import { revisionIn } from '@replyline/service-host';
import { applyDecorators, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { Request } from 'express';
import type { Precondition } from './precondition.js';

/** What a save is based on. Unlike `@IfMatch()` it allows a first save, which has no revision to name. */
export const BasedOn = createParamDecorator((_: unknown, context: ExecutionContext): Precondition => {
  const request = context.switchToHttp().getRequest<Request>();
  const ifMatch = request.get('if-match');
  const mustBeNew = request.get('if-none-match')?.trim() === '*';
  return ifMatch === undefined ? { mustBeNew } : { mustBeNew, revision: revisionIn(ifMatch) };
});

/** Describes those headers in the OpenAPI document. */
export const ApiBasedOn = () =>
  applyDecorators(
    ApiHeader({ name: 'If-Match', required: false, description: 'The ETag that was read. Required once it exists.' }),
    ApiHeader({ name: 'If-None-Match', required: false, description: '"*" on a first save: it must not exist yet.' }),
  );
