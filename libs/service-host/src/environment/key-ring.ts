import { Failure } from '@replyline/errors';
import { z } from 'zod';

const ENTRIES = { id: 'each id 1 to 16 of a-z and 0-9', number: 'each number 0 to 63' } as const;

/**
 * An environment variable that holds a key ring, read once at start: a wrong one stops the service and not the first
 * mail. `entry` is how its keys are told apart, for the message, which names no key.
 */
export const keyRing = <T>(parse: (text: string) => T, entry: 'id' | 'number') =>
  z.string().transform((text, context): T => {
    try {
      return parse(text);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      context.addIssue({
        code: 'custom',
        message: `is not a key ring: ${entry}:key[,${entry}:key…], ${ENTRIES[entry]} and once, each key 32 octets in base64url`,
      });
      return z.NEVER;
    }
  });
