import { Failure, type ErrorCode } from '@replyline/errors';
import { logInByImap } from './imap.js';
import { within } from '../patience.js';
import type { IncomingAccess } from './incoming-access.js';
import { logInByPop3 } from './pop3.js';

const LOG_IN = { pop3: logInByPop3, imap: logInByImap } as const;
const STEP = 'receive-first';

/** Logs in to the incoming server, by its protocol. Throws a `provider.*` Failure at the step `receive-first`. */
export async function logInFirst(access: IncomingAccess, signal: AbortSignal): Promise<void> {
  const patience = within(signal, access.timeoutSeconds * 1_000);
  try {
    await LOG_IN[access.server.protocol](access, patience);
  } catch (error) {
    const isLate = patience.aborted && !signal.aborted;
    throw new Failure(isLate ? 'provider.timeout' : codeOf(error), { step: STEP }, { cause: error });
  }
}

const codeOf = (error: unknown): ErrorCode => (error instanceof Failure ? error.code : 'provider.unavailable');
