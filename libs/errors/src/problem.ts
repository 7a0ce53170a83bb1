import { ERRORS } from './catalogue.js';
import type { Failure } from './failure.js';

/** An HTTP answer that says what went wrong (RFC 9457 §3). */
export interface Problem {
  /** Leads to the page of the code: `docs/errors/<code>.md`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  /** What to do about it, in the imperative. */
  readonly detail: string;
  /** Each wrong path of the request, and none of its values. */
  readonly errors?: readonly { readonly path: string; readonly message: string }[];
  readonly [extension: string]: unknown;
}

/** RFC 9457 §3: the members of a problem; the failure's details become extension members. */
export function toProblem(failure: Failure): Problem {
  const { title, remediation, status } = ERRORS[failure.code];
  return {
    ...failure.details,
    type: `/docs/errors/${failure.code}`,
    title,
    status,
    code: failure.code,
    detail: remediation,
  };
}
