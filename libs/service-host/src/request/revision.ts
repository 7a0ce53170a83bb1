import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Failure } from '@replyline/errors';
import type { Request } from 'express';
import { InvalidRequest } from '../problem/invalid-request.js';
import { describedReader } from './described-reader.js';

/** The entity tag of a revision (RFC 9110 §8.8.3), strong. */
export const etagOf = (revision: number): string => `"${revision}"`;

const NO_TAG = { path: 'header.if-match', message: 'Must be one ETag as it was read: a number in quotes, like "2"' };

/**
 * The revision that `If-Match` names. Absent or `*` says nothing about what was read: `request.precondition_required`.
 * What is no tag of ours, or a weak or second one, was not read here and can never match (RFC 9110 §13.1.1):
 * `request.invalid`, because nothing has changed in the meantime.
 */
export function revisionIn(ifMatch: string | undefined): number {
  if (ifMatch === undefined || ifMatch.trim() === '*') throw new Failure('request.precondition_required');
  const digits = /^\s*"(\d{1,15})"\s*$/.exec(ifMatch)?.[1];
  if (digits === undefined) throw new InvalidRequest([NO_TAG]);
  return Number(digits);
}

const readRevision = (_: unknown, context: ExecutionContext): number =>
  revisionIn(context.switchToHttp().getRequest<Request>().get('if-match'));

/** The revision that a change is based on, from `If-Match`. */
export const IfMatch = createParamDecorator(
  describedReader(readRevision, {
    headers: [{ name: 'If-Match', required: true, description: 'The ETag that was read' }],
    refuses: ['request.invalid', 'request.precondition_failed', 'request.precondition_required'],
  }),
);
