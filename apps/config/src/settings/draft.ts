import {
  secretBinding,
  secretEndpointsOf,
  type Destination,
  type DocumentContract,
  type MailboxSettings,
  type SecretBinding,
  type SendingSettings,
} from '@replyline/contracts';
import { open, seal, type KeyRing } from '@replyline/sealing';
import { FailureAt } from '@replyline/service-host';
import { decideSecret, type SecretDecision } from '../secrets/secret-decision.js';
import { changedFields } from './changed-fields.js';
import type { StoredSettings } from './stored-settings.entity.js';

export type Settings = SendingSettings | MailboxSettings;

/** Which document of which bucket is meant, and the keys of the service that reads it. */
export interface Place {
  readonly contract: DocumentContract;
  readonly id?: string;
  readonly ring: KeyRing;
}

/** What an admin typed: of each secret a new one, `null` to delete it, or nothing to keep it. */
export interface Typed {
  readonly values: Settings;
  readonly secrets: Readonly<Record<string, string | null | undefined>>;
  /** What the document says beside the settings: whose it is, who may use it. */
  readonly placement?: object;
}

/** Settings as they would be published if they were saved now. */
export interface Draft {
  readonly revision: number;
  readonly values: Settings;
  readonly placement: object;
  /** Ciphertexts by field. */
  readonly secrets: Readonly<Record<string, string>>;
  /** The names of what differs from the settings that are stored. */
  readonly fields: readonly string[];
}

/** What is decided about one secret, and where the stored and the next one belong. */
interface Decided {
  readonly field: string;
  readonly decision: SecretDecision;
  readonly from: Destination | undefined;
  readonly to: Destination | undefined;
}

export const keyOf = ({ contract, id }: Place): string => contract.key(id);

/**
 * Sealed anew even where a secret is kept, because a ciphertext is good for one revision only.
 * Throws `settings.secret_required` when a stored secret would have to go to another server.
 */
export function draftOf(place: Place, stored: StoredSettings | undefined, typed: Typed): Draft {
  const { values, placement = stored?.placement ?? {} } = typed;
  const revision = (stored?.revision ?? 0) + 1;
  const decided = decide(stored, typed);
  assertTyped(decided);
  const sealedAnew = decided.flatMap((it): [string, string][] => {
    const secret = secretAfter(it, place, stored);
    if (secret === undefined || !it.to) return [];
    return [[it.field, seal(secret, bindingOf(place, it.field, it.to, revision), place.ring)]];
  });
  const fields = changedFields({ ...stored?.values, ...stored?.placement }, { ...values, ...placement });
  const changed = decided.filter((it) => changes(it, stored)).map(({ field }) => field);
  return { revision, values, placement, secrets: Object.fromEntries(sealedAnew), fields: [...fields, ...changed] };
}

/** The value that the reading service gets. Also what is stored already, for a test of it. */
export const documentOf = (
  place: Pick<Place, 'contract' | 'id'>,
  { values, placement, revision, secrets }: Omit<Draft, 'fields'>,
): object => ({
  ...values,
  ...placement,
  ...(place.id !== undefined && { id: place.id }),
  revision,
  ...secrets,
});

export const storedDraft = ({ values, placement, revision, secrets }: StoredSettings): Omit<Draft, 'fields'> => ({
  values,
  placement,
  revision,
  secrets,
});

/** Throws `seal.not_ours`. `undefined` where no such secret is stored. */
export function storedSecret(place: Place, stored: StoredSettings, field: string): string | undefined {
  const ciphertext = stored.secrets[field];
  const at = secretEndpointsOf(stored.values)[field];
  if (ciphertext === undefined || !at) return undefined;
  return open(ciphertext, bindingOf(place, field, at, stored.revision), place.ring);
}

function decide(stored: StoredSettings | undefined, { values, secrets }: Typed): Decided[] {
  const next = secretEndpointsOf(values);
  const before = stored ? secretEndpointsOf(stored.values) : {};
  const fields = new Set([...Object.keys(before), ...Object.keys(next)]);
  return [...fields].map((field) => {
    const from = stored?.secrets[field] === undefined ? undefined : before[field];
    const to = next[field];
    return { field, from, to, decision: decideSecret({ typed: secrets[field], stored: from, next: to }) };
  });
}

function assertTyped(decided: readonly Decided[]): void {
  const missing = decided.filter(({ decision }) => decision.kind === 'retype');
  if (missing.length === 0) return;
  const message = 'must be typed again, or be null';
  throw new FailureAt(
    'settings.secret_required',
    missing.map(({ field }) => ({ path: field, message })),
  );
}

const bindingOf = (place: Place, field: string, at: Destination, revision: number): SecretBinding =>
  secretBinding(keyOf(place), field, at, revision);

function secretAfter({ decision, field }: Decided, place: Place, stored: StoredSettings | undefined) {
  if (decision.kind === 'set') return decision.secret;
  return decision.kind === 'keep' && stored ? storedSecret(place, stored, field) : undefined;
}

const changes = ({ decision, field }: Decided, stored: StoredSettings | undefined): boolean =>
  decision.kind === 'set' || (decision.kind === 'none' && stored?.secrets[field] !== undefined);
