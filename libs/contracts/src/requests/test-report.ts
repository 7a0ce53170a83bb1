import { z } from 'zod';

/** One thing that was tried, in the order in which it was tried. */
const step = z.object({
  /**
   * `dns`, `tcp`, `greeting`, `tls`, `ehlo`, `authentication`, `sender`, `recipient`, `accepted`, `login`, `folders`,
   * `inbox`, `mx`, `idle`, `token`, `permissions`, `mailbox`, `send-as`, `receive-first`.
   */
  name: z.string().max(40),
  outcome: z.enum(['ok', 'failed', 'not checked']),
  /** What the server showed or said, redacted. */
  seen: z.string().max(500).optional(),
  /** The code of the errors catalogue that explains the failure, and what to do. */
  code: z.string().max(100).optional(),
  remediation: z.string().max(500).optional(),
});
export type TestStep = z.output<typeof step>;

/** What trying settings out showed. Anything but `ok` names the step that failed. */
export const testReport = z.object({ outcome: z.enum(['ok', 'failed']), steps: z.array(step).max(40) });
export type TestReport = z.output<typeof testReport>;
