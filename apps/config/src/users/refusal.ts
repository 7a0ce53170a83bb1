import { Failure } from '@replyline/errors';
import { FailureAt } from '@replyline/service-host';

/** PostgreSQL's `unique_violation` (Appendix A, class 23). */
const UNIQUE_VIOLATION = '23505';

const taken = (path: 'name' | 'address') =>
  new FailureAt('request.conflict', [{ path, message: `Another user has this ${path}` }]);

/** What a unique index of the directory says by refusing a row. */
const REFUSALS: Readonly<Record<string, () => Failure>> = {
  directory_user_name: () => taken('name'),
  directory_address_pkey: () => taken('address'),
  // Two first saves of one id: the later one has lost.
  directory_user_pkey: () => new Failure('request.precondition_failed'),
};

/** The failure behind an error of the database, without that error: it quotes the row. Any other error as it is. */
export function refusalOf(error: unknown): unknown {
  const { code, constraint = '' } =
    (error as { driverError?: { code?: string; constraint?: string } }).driverError ?? {};
  return code === UNIQUE_VIOLATION ? (REFUSALS[constraint]?.() ?? error) : error;
}
