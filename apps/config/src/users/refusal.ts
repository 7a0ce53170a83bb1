import { Failure } from '@replyline/errors';
import { FailureAt } from '@replyline/service-host';
import type { Refusals } from '../settings/refusal.js';

const taken = (path: 'name' | 'address') =>
  new FailureAt('request.conflict', [{ path, message: `Another user has this ${path}` }]);

/** What a unique index of the directory says by refusing a row. */
export const REFUSALS: Refusals = {
  directory_user_name: () => taken('name'),
  directory_address_pkey: () => taken('address'),
  // Two first saves of one id: the later one has lost.
  directory_user_pkey: () => new Failure('request.precondition_failed'),
};
