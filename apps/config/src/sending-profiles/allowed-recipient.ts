import type { SharedPolicy } from '@replyline/contracts';
import { RE2JS } from 're2js';

/** Whether the policy lets mail go to an address: the whole of it, in lower case, must match one rule. */
export function isAllowedRecipient({ allowedRecipients = [] }: SharedPolicy, address: string): boolean {
  if (allowedRecipients.length === 0) return true;
  const normalised = address.toLowerCase();
  return allowedRecipients.some(({ pattern, isSearch }) => {
    const matcher = RE2JS.compile(pattern).matcher(normalised);
    return isSearch ? matcher.find() : matcher.matches();
  });
}
