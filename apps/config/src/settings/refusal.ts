import { Failure } from '@replyline/errors';
import { FailureAt } from '@replyline/service-host';

/** PostgreSQL's `unique_violation` (Appendix A, class 23). */
const UNIQUE_VIOLATION = '23505';

/** What a unique index says by refusing a row, by its name. */
export type Refusals = Readonly<Record<string, () => Failure>>;

export const REFUSALS: Refusals = {
  settings_shared_name: () =>
    new FailureAt('request.conflict', [{ path: 'name', message: 'Another shared profile has this name' }]),
  // Two first saves: the later one has lost.
  settings_pkey: () => new Failure('request.precondition_failed'),
};

/** The failure behind an error of the database, without that error: it quotes the row. Any other error as it is. */
export function refusalOf(error: unknown, refusals: Refusals): unknown {
  const { code, constraint = '' } =
    (error as { driverError?: { code?: string; constraint?: string } }).driverError ?? {};
  return code === UNIQUE_VIOLATION ? (refusals[constraint]?.() ?? error) : error;
}
