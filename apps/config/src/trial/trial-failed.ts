import type { TestReport, TestStep } from '@replyline/contracts';
import { ERRORS, Failure, isErrorCode, toProblem, type Problem } from '@replyline/errors';

/** Settings that were tried and do not work. Carries what a person needs to correct them. */
export class TrialFailed extends Error {
  override readonly name = 'TrialFailed';

  constructor(readonly steps: readonly TestStep[]) {
    super('settings were tried and do not work');
  }
}

/** Throws `TrialFailed` unless the report says that everything went well. */
export function assertPassed({ outcome, steps }: TestReport): void {
  if (outcome !== 'ok') throw new TrialFailed(steps);
}

/**
 * The problem of the step that failed, with all steps. Always 422: the request is at fault, not this server, whatever
 * status the code has where mail is sent. A reader may be newer than we are and name a code that we do not know.
 */
export function problemOf({ steps }: TrialFailed): Problem {
  const failed = steps.find((step) => step.outcome === 'failed');
  const named = failed?.code;
  const code = named !== undefined && isErrorCode(named) ? named : 'settings.test_failed';
  const problem = toProblem(new Failure(code));
  return {
    ...problem,
    status: ERRORS['settings.test_failed'].status,
    detail: failed ? instructionOf(failed, problem.detail) : problem.detail,
    steps,
  };
}

/** What to do. Which application Microsoft refused to give a token is half of the answer, so it is said first. */
const instructionOf = ({ name, seen, remediation }: TestStep, otherwise: string): string =>
  [name === 'token' ? seen : undefined, remediation ?? otherwise].filter((part) => part !== undefined).join(' ');
