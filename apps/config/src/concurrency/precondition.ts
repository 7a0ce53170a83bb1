import { Failure } from '@replyline/errors';
import { revisionIn } from '@replyline/service-host';

/** What a change is based on (RFC 9110 §13.1). */
export interface Precondition {
  /** From `If-Match`. */
  readonly revision?: number | undefined;
  /** From `If-None-Match: *`: it must not exist yet. */
  readonly mustBeNew: boolean;
}

interface Headers {
  readonly ifMatch: string | undefined;
  readonly ifNoneMatch: string | undefined;
}

/**
 * Unlike `@IfMatch()` it allows a first save, which has no revision to name. `*` names none either. Throws
 * `request.invalid` for what is no tag of ours.
 */
export function readPrecondition({ ifMatch, ifNoneMatch }: Headers): Precondition {
  const mustBeNew = ifNoneMatch?.trim() === '*';
  if (ifMatch === undefined || ifMatch.trim() === '*') return { mustBeNew };
  return { mustBeNew, revision: revisionIn(ifMatch) };
}

/**
 * A first save says nothing or `If-None-Match: *`; every later one names the revision it is based on.
 * Throws `request.precondition_required` or `request.precondition_failed`.
 */
export function assertBasedOn(current: number | undefined, { revision, mustBeNew }: Precondition): void {
  if (current !== undefined && revision === undefined && !mustBeNew) {
    throw new Failure('request.precondition_required');
  }
  if (revision !== current || (mustBeNew && current !== undefined)) throw new Failure('request.precondition_failed');
}
