import { Failure } from '@replyline/errors';
import { parseKeyRing, type KeyRing } from '@replyline/sealing';
import { z } from 'zod';

/** One ring per reading service, so that neither can open what is meant for the other. */
export abstract class KeyRings {
  abstract readonly outbound: KeyRing;
  abstract readonly inbound: KeyRing;
}

/** An environment variable that holds a key ring. */
export const keyRing = (variable: string) =>
  z.string().transform((text, context): KeyRing => {
    try {
      return parseKeyRing(text, variable);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      context.addIssue({
        code: 'custom',
        message: 'is not a key ring: id:key[,id:key…], each key 32 octets in base64url',
      });
      return z.NEVER;
    }
  });
