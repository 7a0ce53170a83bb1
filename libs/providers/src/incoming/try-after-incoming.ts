import type { TestReport } from '@replyline/contracts';
import { Failure } from '@replyline/errors';

/** The report of sending with the login to the incoming server before it; when that fails nothing else is tried. */
export async function tryAfterIncoming(
  logIn: () => Promise<void>,
  trySending: () => Promise<TestReport>,
): Promise<TestReport> {
  const name = 'receive-first';
  try {
    await logIn();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, remediation } = error;
    return { outcome: 'failed', steps: [{ name, outcome: 'failed', code, remediation }] };
  }
  const { outcome, steps } = await trySending();
  return { outcome, steps: [{ name, outcome: 'ok' }, ...steps] };
}
