import type { Failure } from '@replyline/errors';
import { redacted } from './smtp/reply.js';

/** Beside the failures and not in them: what is in a failure may be logged, published and answered. */
const WORDS = new WeakMap<Failure, string>();

/** Notes what the server said when it refused, redacted. */
export function saying(failure: Failure, words: string | undefined): Failure {
  if (words) WORDS.set(failure, redacted(words));
  return failure;
}

/** What the server said, for the admin who asks why; addresses and tokens are struck out. */
export const saidOf = (failure: Failure): string | undefined => WORDS.get(failure);
