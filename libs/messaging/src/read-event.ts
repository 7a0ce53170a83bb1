import type { EventContract } from '@replyline/contracts';
import { Failure } from '@replyline/errors';

/** An event as it travelled. */
export interface Travelled {
  readonly subject: string;
  readonly data: Uint8Array;
}

/**
 * Throws `contract.invalid_event` when the body is not the event, `contract.foreign_subject` when it travels on a
 * subject other than its own: NATS permissions are given by subject, so a source could be claimed otherwise.
 */
export function readEvent({ subject, data }: Travelled, contract: EventContract): unknown {
  const event = contract.parse(bodyOf(data));
  if (contract.subjectOf(event) !== subject) throw new Failure('contract.foreign_subject', { type: contract.type });
  return event;
}

/** Not JSON reads as `undefined`, which no contract accepts. */
export function bodyOf(data: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(data)) as unknown;
  } catch {
    return undefined;
  }
}
