import { secretBinding, type DocumentContract, type SecretBinding } from '@replyline/contracts';
import { open, seal, type KeyRing } from '@replyline/sealing';
import { FailureAt } from '@replyline/service-host';
import { decideSecret, type Destination, type SecretDecision } from '../secrets/secret-decision.js';
import { changedFields } from './changed-fields.js';
import type { StoredSettings } from './stored-settings.entity.js';

/** Which document of which bucket is meant, and the keys of the service that reads it. */
export interface Place {
  readonly contract: DocumentContract;
  readonly id?: string;
  readonly ring: KeyRing;
}

/** What an admin typed. */
export interface Typed {
  readonly values: Destination;
  readonly password: string | null | undefined;
}

/** Settings as they would be published if they were saved now. */
export interface Draft {
  readonly revision: number;
  readonly values: Destination;
  readonly password: string | undefined;
  /** The names of what differs from the settings that are stored. */
  readonly fields: readonly string[];
}

const FIELD = 'password';
const MISSING = { path: FIELD, message: 'must be typed again, or be null' };

export const keyOf = ({ contract, id }: Place): string => contract.key(id);

/**
 * Sealed anew even where the password is kept, because a ciphertext is good for one revision only.
 * Throws `settings.secret_required` when a stored password would have to go to another server.
 */
export function draftOf(place: Place, stored: StoredSettings | undefined, { values, password }: Typed): Draft {
  const revision = (stored?.revision ?? 0) + 1;
  const decision = decideSecret({ typed: password, stored: destinationOf(stored), next: values });
  const secret = secretAfter(decision, place, stored);
  const fields = changedFields(stored?.values ?? {}, values);
  return {
    revision,
    values,
    password: secret === undefined ? undefined : seal(secret, bindingOf(place, values, revision), place.ring),
    fields: changesPassword(decision, stored) ? [...fields, FIELD] : fields,
  };
}

/** The value that the reading service gets. Also what is stored already, for a test of it. */
export const documentOf = (
  place: Pick<Place, 'contract' | 'id'>,
  { values, revision, password }: Omit<Draft, 'fields'>,
): object => ({
  ...values,
  ...(place.id !== undefined && { id: place.id }),
  revision,
  ...(password !== undefined && { password }),
});

/** `values` was checked against its contract when it was saved. */
export const storedDraft = ({ values, revision, password }: StoredSettings): Omit<Draft, 'fields'> => ({
  values: values as Destination,
  revision,
  password: password ?? undefined,
});

const destinationOf = (stored: StoredSettings | undefined): Destination | undefined =>
  stored && stored.password !== null ? (stored.values as Destination) : undefined;

const bindingOf = (place: Place, values: Destination, revision: number): SecretBinding =>
  secretBinding(keyOf(place), FIELD, values, revision);

function secretAfter(decision: SecretDecision, place: Place, stored: StoredSettings | undefined): string | undefined {
  if (decision.kind === 'retype') throw new FailureAt('settings.secret_required', [MISSING]);
  if (decision.kind === 'set') return decision.secret;
  if (decision.kind === 'none' || !stored || stored.password === null) return undefined;
  return open(stored.password, bindingOf(place, stored.values as Destination, stored.revision), place.ring);
}

const changesPassword = ({ kind }: SecretDecision, stored: StoredSettings | undefined): boolean =>
  kind === 'set' || (kind === 'none' && stored !== undefined && stored.password !== null);
