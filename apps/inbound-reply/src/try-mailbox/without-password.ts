import type { TestReport } from '@replyline/contracts';
import type { Failure } from '@replyline/errors';

/** Nothing was tried: there is no password to try it with, or it cannot be opened. */
export const withoutPassword = ({ code, remediation }: Failure): TestReport => ({
  outcome: 'failed',
  steps: [
    ...['dns', 'tcp', 'greeting', 'tls'].map((name) => ({ name, outcome: 'not checked' as const })),
    { name: 'login', outcome: 'failed', code, remediation },
    ...['inbox', 'idle'].map((name) => ({ name, outcome: 'not checked' as const })),
  ],
});
