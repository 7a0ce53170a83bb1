import { Failure } from '@replyline/errors';

/** Numbered 256-bit keys. The first one signs; every one verifies, so replies to older mail still count. */
export interface IntentKeys {
  readonly current: number;
  key(id: number): Uint8Array | undefined;
}

const ENTRY = /^(\d{1,2}):([A-Za-z0-9_-]{43})$/;
/** A token has six bits for the key id. */
const MAX_ID = 63;

/**
 * Reads `number:key[,number:key…]`, each key 32 octets in base64url, the signing key first.
 * Throws `configuration.invalid`, naming `variable` and no key.
 */
export function parseIntentKeys(text: string, variable = 'INTENT_KEYS'): IntentKeys {
  const keys = new Map<number, Uint8Array>();
  for (const entry of text.split(',')) {
    const match = ENTRY.exec(entry.trim());
    const id = Number(match?.[1]);
    if (!match || id > MAX_ID || keys.has(id)) throw new Failure('configuration.invalid', { variables: variable });
    keys.set(id, Buffer.from(match[2]!, 'base64url'));
  }
  return { current: keys.keys().next().value!, key: (id) => keys.get(id) };
}
