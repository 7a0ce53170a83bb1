import type { ReplyMailbox, TestReport } from '@replyline/contracts';
import type { Failure } from '@replyline/errors';

/** The steps up to the one that needs the secret, and those after it. */
const IMAP = { before: ['dns', 'tcp', 'greeting', 'tls'], needing: 'login', after: ['folders', 'inbox', 'idle'] };
const GRAPH = { before: [], needing: 'token', after: ['permissions', 'mailbox'] };

/** Nothing was tried: there is no secret to try it with, or it cannot be opened. */
export function withoutPassword({ code, remediation }: Failure, kind: ReplyMailbox['kind']): TestReport {
  const { before, needing, after } = kind === 'microsoft-graph' ? GRAPH : IMAP;
  const unchecked = (name: string) => ({ name, outcome: 'not checked' as const });
  const failed = { name: needing, outcome: 'failed' as const, code, remediation };
  return { outcome: 'failed', steps: [...before.map(unchecked), failed, ...after.map(unchecked)] };
}
