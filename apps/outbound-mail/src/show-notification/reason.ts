import { ERRORS, type ErrorCode } from '@replyline/errors';
import { z } from 'zod';

/** Why something stands where it stands, for a person. */
export const reasonView = z.object({
  code: z.string(),
  title: z.string(),
  /** What to do about it. */
  remediation: z.string(),
});
type ReasonView = z.output<typeof reasonView>;

/** `null` where nothing went wrong. */
export function reasonOf(code: string | null): ReasonView | null {
  if (code === null) return null;
  const { title, remediation } = ERRORS[code as ErrorCode] ?? { title: code, remediation: '' };
  return { code, title, remediation };
}
