import { storable } from './storable.js';

/** No id that a contract accepts is longer. */
const MOST = 255;

/** The id of the event that somebody meant to say, broken as it may be; `null` where there is none to be read. */
export function eventIdIn(octets: Uint8Array): string | null {
  try {
    const body = JSON.parse(new TextDecoder().decode(octets)) as { id?: unknown } | null;
    const id = body?.id;
    return typeof id === 'string' && id.length > 0 && id.length <= MOST ? storable(id) : null;
  } catch {
    return null;
  }
}
