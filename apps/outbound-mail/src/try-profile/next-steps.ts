import type { TestReport, TestStep } from '@replyline/contracts';
import { ERRORS } from '@replyline/errors';

/** A server that takes a mail has not shown it to anybody yet. */
const UNSEEN = 'delivery.not_in_inbox';

/** Says beside a mail that was taken what to do when it does not appear. */
export const withNextSteps = ({ outcome, steps }: TestReport): TestReport => ({ outcome, steps: steps.map(explained) });

const explained = (step: TestStep): TestStep =>
  step.name === 'accepted' && step.outcome === 'ok'
    ? { ...step, code: UNSEEN, remediation: `If it does not arrive: ${ERRORS[UNSEEN].remediation}` }
    : step;
