import { Failure } from '@replyline/errors';
import type { Attempt } from './hand-over.js';

export type Ending =
  /** Somebody else has the delivery now; nothing of ours was accepted. */
  | 'lost'
  /** All connections that there may be are in use: the server was not asked, so this was no attempt. */
  | 'without-connection'
  /** We stopped before anything could have been accepted: whoever goes on begins anew. */
  | 'given-back'
  | 'settled';

/**
 * What becomes of a delivery after an attempt. What was handed over is settled also while we stop: given back, it would
 * be taken for one whose outcome nobody knows.
 */
export function endingOf({ result, isHandedOver }: Attempt, isStopped: boolean): Ending {
  if (!(result instanceof Failure)) return 'settled';
  if (result.code === 'lease.lost') return 'lost';
  if (result.code === 'provider.connections_in_use') return 'without-connection';
  return isStopped && !mayBeTaken({ result, isHandedOver }) ? 'given-back' : 'settled';
}

/** Whether a server may have the mail. */
export const mayBeTaken = ({ result, isHandedOver }: Attempt): boolean =>
  !(result instanceof Failure) || isHandedOver || result.code === 'provider.unknown_outcome';
