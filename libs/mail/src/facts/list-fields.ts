import { hasField, type InboundMail } from '../mail.js';

/** `Precedence` (RFC 2076 §3.9) and what some write instead of it. */
export const hasPrecedence =
  (values: ReadonlySet<string>) =>
  ({ headers }: InboundMail): boolean =>
    ['precedence', 'x-precedence'].some((name) =>
      (headers.get(name) ?? []).some((value) => values.has(value.trim().toLowerCase())),
    );

/**
 * A list (RFC 2369, RFC 2919) sends what people wrote to it, each time with all fields that it has. Among those are
 * some that responders set as well: ezmlm and the lists of kernel.org write `Precedence: bulk`, Sympa and Majordomo an
 * `X-Loop`.
 */
export const isOfList = hasField('list-id', 'list-post', 'mailing-list', 'x-mailing-list', 'x-mailman-version');
