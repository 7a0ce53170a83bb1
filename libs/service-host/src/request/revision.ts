import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Failure } from '@replyline/errors';
import type { Request } from 'express';
import { describedReader } from './described-reader.js';

/** The entity tag of a revision (RFC 9110 §8.8.3), strong. */
export const etagOf = (revision: number): string => `"${revision}"`;

/**
 * The revision that `If-Match` names. Absent or `*` says nothing about what was read: `request.precondition_required`.
 * A weak or foreign tag never matches (RFC 9110 §13.1.1): `request.precondition_failed`.
 */
function revisionIn(ifMatch: string | undefined): number {
  if (ifMatch === undefined || ifMatch.trim() === '*') throw new Failure('request.precondition_required');
  const digits = /^\s*"(\d{1,15})"\s*$/.exec(ifMatch)?.[1];
  if (digits === undefined) throw new Failure('request.precondition_failed');
  return Number(digits);
}

const readRevision = (_: unknown, context: ExecutionContext): number =>
  revisionIn(context.switchToHttp().getRequest<Request>().get('if-match'));

/** The revision that a change is based on, from `If-Match`. */
export const IfMatch = createParamDecorator(
  describedReader(readRevision, {
    headers: [{ name: 'If-Match', required: true, description: 'The ETag that was read' }],
    refuses: ['request.precondition_failed', 'request.precondition_required'],
  }),
);
