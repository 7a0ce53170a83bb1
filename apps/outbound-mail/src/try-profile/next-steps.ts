import type { TestReport, TestStep } from '@replyline/contracts';

/** A server that takes a mail has not shown it to anybody yet. */
const NOT_IN_THE_INBOX =
  'If it does not arrive: look into the spam folder, then for its Message-ID in the log of the mail server; whoever receives it ' +
  'may have to allow this server, and a From address that is real helps.';

/** Says beside a mail that was taken what to do when it does not appear. */
export const withNextSteps = ({ outcome, steps }: TestReport): TestReport => ({ outcome, steps: steps.map(explained) });

const explained = (step: TestStep): TestStep =>
  step.name === 'accepted' && step.outcome === 'ok' ? { ...step, remediation: NOT_IN_THE_INBOX } : step;
