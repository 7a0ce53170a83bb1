import { dkimBinding, DkimKeyDocument, type DkimKey } from '@replyline/contracts';
import { codeOf } from '@replyline/errors';
import { open, seal, type KeyRing } from '@replyline/sealing';
import type { StoredDkimKey } from './dkim-key.entity.js';

/** The value that outbound-mail gets. */
export const documentOf = ({ id, revision, domain, selector, privateKey }: StoredDkimKey): DkimKey =>
  DkimKeyDocument.parse({ id, revision, domain, selector, privateKey });

/** The next revision of a key: its private half is bound to the revision, so it is sealed anew. Throws `seal.not_ours`. */
export function revised(stored: StoredDkimKey, change: Partial<StoredDkimKey>, ring: KeyRing): StoredDkimKey {
  const plain = open(stored.privateKey, dkimBinding(stored), ring);
  const next = { ...stored, ...change, revision: stored.revision + 1 };
  return { ...next, privateKey: seal(plain, dkimBinding(next), ring) };
}

/**
 * The next revision of a key that does not sign any more. One whose ring is gone cannot be opened, and must not keep
 * another key from taking its place.
 */
export function retired(stored: StoredDkimKey, retiredAt: Date, ring: KeyRing): StoredDkimKey {
  const change = { state: 'retired', retiredAt } as const;
  try {
    return revised(stored, change, ring);
  } catch (error) {
    if (codeOf(error) !== 'seal.not_ours') throw error;
    return { ...stored, ...change, revision: stored.revision + 1 };
  }
}
