import type { DkimKeyView } from './dkim-key-body.js';
import type { StoredDkimKey } from './dkim-key.entity.js';
import { recordOf } from './dkim-record.js';

/** Servers try for five days (RFC 5321 §4.5.4.1), and receivers may look at a signature again after that. */
const UNDER_WAY_MS = 7 * 24 * 60 * 60_000;

export function viewOf(stored: StoredDkimKey): DkimKeyView {
  const { id, revision, domain, selector, state, createdAt, createdBy, activatedAt, retiredAt } = stored;
  return {
    ...{ id, revision, domain, selector, state },
    record: recordOf(stored),
    ...(retiredAt && { keepRecordUntil: new Date(retiredAt.getTime() + UNDER_WAY_MS).toISOString() }),
    createdAt: createdAt.toISOString(),
    createdBy,
    ...(activatedAt && { activatedAt: activatedAt.toISOString() }),
    ...(retiredAt && { retiredAt: retiredAt.toISOString() }),
  };
}
