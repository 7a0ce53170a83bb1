import { Failure } from '@replyline/errors';

/** Named 256-bit keys. The first one seals; every one opens, so that old keys can be kept until nothing needs them. */
export interface KeyRing {
  readonly current: string;
  /** Of all keys, the current one first. */
  readonly ids: readonly string[];
  key(id: string): Uint8Array | undefined;
}

const ENTRY = /^([a-z0-9]{1,16}):([A-Za-z0-9_-]{43})$/;

/**
 * Reads `id:key[,id:key…]`, each key 32 octets in base64url (RFC 4648 §5), the sealing key first.
 * Throws `configuration.invalid`, naming `variable` and no key.
 */
export function parseKeyRing(text: string, variable: string): KeyRing {
  const keys = new Map<string, Uint8Array>();
  for (const entry of text.split(',')) {
    const match = ENTRY.exec(entry.trim());
    if (!match || keys.has(match[1]!)) throw new Failure('configuration.invalid', { variables: variable });
    keys.set(match[1]!, Buffer.from(match[2]!, 'base64url'));
  }
  const ids = [...keys.keys()];
  return { current: ids[0]!, ids, key: (id) => keys.get(id) };
}
