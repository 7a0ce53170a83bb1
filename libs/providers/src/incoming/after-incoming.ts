import { Failure } from '@replyline/errors';
import type { MailProvider } from '../provider.js';
import { SharedWork } from '../shared-work.js';

interface AfterIncomingOptions {
  /** Logs in to the incoming server, and gives up by itself in the end. */
  readonly logIn: (signal: AbortSignal) => Promise<void>;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/** Servers that do this remember an address for ten minutes at the least; one more login costs little. */
const REMEMBERED_MS = 5 * 60_000;

/** A provider whose server lets mail through only after the same machine has read from another one ("POP before SMTP"). */
export function afterIncoming(provider: MailProvider, { logIn, now }: AfterIncomingOptions): MailProvider {
  let openUntil = -Infinity;
  const knocking = new SharedWork<void>();
  const knock = async (): Promise<void> => {
    await logIn(new AbortController().signal);
    openUntil = now() + REMEMBERED_MS;
  };
  return {
    async send(mail, handOver, signal) {
      if (now() >= openUntil) {
        await knocking.join(knock, signal).catch((error: unknown) => {
          throw error instanceof Failure ? error : new Failure('provider.unavailable', { step: 'receive-first' });
        });
      }
      return provider.send(mail, handOver, signal);
    },
    close: () => provider.close(),
  };
}
