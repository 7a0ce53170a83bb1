import { SENSITIVE_VARIABLES, sensitiveVariablesOf } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { fingerprintOf, openSealed, type KeyRing } from '@replyline/sealing';
import type { Requested } from '../accept-notification/facts.js';

/**
 * A request as its mail will say it; never to be kept, logged or published. Throws `seal.not_ours`, and
 * `contract.invalid_event` when the contract would not let in what was sealed.
 */
export const opened = (event: Requested, ring: KeyRing): Requested =>
  withVariables(event, (field, sealed) => {
    const clear = openSealed(sealed, { source: event.source, eventId: event.id, field }, ring);
    const { success, data } = SENSITIVE_VARIABLES[field].safeParse(clear);
    if (!success) throw new Failure('contract.invalid_event', { paths: `data.variables.${field}` });
    return data;
  });

/**
 * Says which requests are the same: what is sealed looks different each time, so what it holds is compared, by a fingerprint
 * under the key that seals now, or under one that did before.
 */
export function comparable(readable: Requested, ring: KeyRing): Requested['data'][] {
  if (sensitiveVariablesOf(readable.data).length === 0) return [readable.data];
  return ring.ids.map((id) => withVariables(readable, (_field, clear) => fingerprintOf(clear, ring, id)).data);
}

function withVariables(event: Requested, change: (field: keyof typeof SENSITIVE_VARIABLES, value: string) => string) {
  const changed = sensitiveVariablesOf(event.data).map(([field, value]) => [field, change(field, value)] as const);
  if (changed.length === 0) return event;
  const variables = { ...event.data.variables, ...Object.fromEntries(changed) };
  // The names stay and so do their types; TypeScript does not follow fromEntries.
  return { ...event, data: { ...event.data, variables } } as Requested;
}
