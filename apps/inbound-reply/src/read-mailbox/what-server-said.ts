import { codeOf, Failure } from '@replyline/errors';
import { saidOf } from '@replyline/providers';

/** Why a mail is not here, for the operator who asks for it. Addresses and tokens are struck out of what a server said. */
export function whatServerSaid(error: unknown): Record<string, string | number> {
  if (!(error instanceof Failure)) return { code: codeOf(error) };
  const said = saidOf(error) ?? (error.cause instanceof Failure ? saidOf(error.cause) : undefined);
  return { code: error.code, ...error.details, ...(said !== undefined && { said }) };
}
