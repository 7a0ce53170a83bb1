import type { Encryption } from '@replyline/contracts';

/** Where a password would be shown, and how well protected the way there is. */
export interface Destination {
  readonly host: string;
  readonly port: number;
  readonly user?: string | undefined;
  readonly encryption: Encryption;
}

export type SecretDecision =
  | { readonly kind: 'set'; readonly secret: string }
  | { readonly kind: 'keep' }
  | { readonly kind: 'none' }
  /** The stored secret belongs to another server or a safer connection: it must be typed again. */
  | { readonly kind: 'retype' };

interface Situation {
  readonly typed: string | null | undefined;
  /** Where the stored secret belongs; `undefined` when none is stored. */
  readonly stored: Destination | undefined;
  readonly next: Destination;
}

/** Both demand TLS; the others let a password travel in plain text. */
const PROTECTION: Record<Encryption, number> = {
  none: 0,
  'starttls-optional': 1,
  'starttls-required': 2,
  'implicit-tls': 2,
};

/**
 * "Blank keeps" must never hand a stored password to another server, so it holds for the same server only.
 * Without a user there is nothing to authenticate, and a stored secret is deleted.
 */
export function decideSecret({ typed, stored, next }: Situation): SecretDecision {
  if (typed === null) return { kind: 'none' };
  if (typed !== undefined && typed.trim() !== '') return { kind: 'set', secret: typed };
  if (stored === undefined || next.user === undefined) return { kind: 'none' };
  return { kind: isSafeToKeep(stored, next) ? 'keep' : 'retype' };
}

const isSafeToKeep = (stored: Destination, next: Destination): boolean =>
  stored.host === next.host &&
  stored.port === next.port &&
  stored.user === next.user &&
  PROTECTION[next.encryption] >= PROTECTION[stored.encryption];
