import { hasField, type InboundMail } from '../mail.js';

/** `Precedence` (RFC 2076 §3.9) and what some write instead of it. */
export const hasPrecedence =
  (values: ReadonlySet<string>) =>
  ({ headers }: InboundMail): boolean =>
    ['precedence', 'x-precedence'].some((name) =>
      (headers.get(name) ?? []).some((value) => values.has(value.trim().toLowerCase())),
    );

/** A list (RFC 2369, RFC 2919) passed it on, and says so. */
export const isOfList = hasField('list-id', 'list-post', 'mailing-list', 'x-mailing-list', 'x-mailman-version');

/** Request Tracker writes it on all that it sends: what people answer in a ticket, and what it answers itself. */
const isOfTracker = hasField('x-rt-loop-prevention');

/**
 * A program sends what people wrote to it, each time with all fields that it has. Among those are some that responders set as
 * well: ezmlm and the lists of kernel.org write `Precedence: bulk`, Sympa and Majordomo an `X-Loop`.
 */
export const isPassedOn = (mail: InboundMail): boolean => isOfList(mail) || isOfTracker(mail);
