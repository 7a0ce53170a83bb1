import type { Destination, Encryption } from '@replyline/contracts';

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
  /** Absent: there is nobody to show one to. */
  readonly next: Destination | undefined;
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
 * Where the settings have no place for a secret any more, a stored one is deleted.
 */
export function decideSecret({ typed, stored, next }: Situation): SecretDecision {
  if (typed === null || next === undefined) return { kind: 'none' };
  if (typed !== undefined && typed.trim() !== '') return { kind: 'set', secret: typed };
  if (stored === undefined) return { kind: 'none' };
  return { kind: isSafeToKeep(stored, next) ? 'keep' : 'retype' };
}

const isSafeToKeep = (stored: Destination, next: Destination): boolean =>
  stored.host === next.host &&
  stored.port === next.port &&
  stored.user === next.user &&
  protectionOf(next) >= protectionOf(stored) &&
  (next.verifyCertificate !== false || stored.verifyCertificate === false);

const protectionOf = ({ encryption }: Destination): number => PROTECTION[encryption ?? 'implicit-tls'];
