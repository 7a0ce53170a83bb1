import type { InboundMail } from '../mail.js';

/** `Name <bob@example.org>` or `bob@example.org`, and nothing behind it. */
const ONE_MAILBOX = /^(?:[^<>:;]*<[^<>@\s]+@[^<>@\s]+>|[^<>@\s:;]+@[^<>@\s:;]+)$/;

/**
 * Whether From names one author, in a way that every program reads alike: a group (RFC 6854), a second address in brackets or
 * something behind the address is read so by one program and otherwise by the next, and one of them is who checks DMARC.
 */
export function hasOneAuthor({ from, headers }: Pick<InboundMail, 'from' | 'headers'>): boolean {
  const fields = headers.get('from') ?? [];
  return from.length === 1 && fields.length <= 1 && fields.every((field) => ONE_MAILBOX.test(withoutWords(field)));
}

/** Without comments, and with a letter for each quoted string (RFC 5322 §3.2). One that does not end leaves a bracket behind. */
function withoutWords(value: string): string {
  let depth = 0;
  let isQuoted = false;
  let kept = '';
  for (let at = 0; at < value.length; at += 1) {
    const character = value[at]!;
    if (character === '\\' && (isQuoted || depth > 0)) at += 1;
    else if (character === '"' && depth === 0) [isQuoted, kept] = [!isQuoted, isQuoted ? kept : `${kept}q`];
    else if (isQuoted) continue;
    else if (character === '(') depth += 1;
    else if (character === ')' && depth > 0) depth -= 1;
    else if (depth === 0) kept += character;
  }
  return isQuoted || depth > 0 ? '<' : kept.trim();
}
