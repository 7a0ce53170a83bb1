import type { Alignment } from './alignment.js';
import type { Doc } from './document/line.js';
import type { Label } from './label.js';
import { foundAt } from './spans.js';

/** An address that a reply goes to: who has it can answer in the name of whom it was sent to, as far as a From is believed. */
const REPLY_ADDRESS = /\+[a-z0-9._=-]{16,64}(?=@)/gi;
const LINK = /https?:\/\/[^\s<>()]{1,2000}/gi;

/** What was not kept and is not the mail that was sent, for others to see: no reply address, and no link out of a quote. */
export function remainderOf({ lines, rest }: Doc, labels: readonly Label[], alignment?: Alignment): string {
  const shown = foundAt(lines, ({ raw }, index) => {
    const label = labels[index]!;
    if (label === 'own' || (label !== 'signature' && isSent(alignment, index))) return undefined;
    return label === 'signature' ? withoutReplyAddress(raw) : forOthers(raw);
  });
  return [...shown, forOthers(rest)]
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/^\n+/, '')
    .trimEnd();
}

const withoutReplyAddress = (text: string): string => (text.includes('+') ? text.replace(REPLY_ADDRESS, '+…') : text);

/** A quoted text that others may see. */
export const forOthers = (text: string): string =>
  withoutReplyAddress(text.includes('://') ? text.replace(LINK, '…') : text);

const isSent = (alignment: Alignment | undefined, index: number): boolean =>
  alignment?.origins[index] === 'ours' || (alignment?.origins[index] === 'neutral' && alignment.coverage > 0);
