import type { SharedPolicy } from '@replyline/contracts';
import { RE2JS } from 're2js';

type Rule = NonNullable<SharedPolicy['allowedRecipients']>[number];

/** Which rule lets mail go to an address; without rules it goes everywhere. */
export type Admission = { readonly isAllowed: true; readonly rule?: Rule } | { readonly isAllowed: false };

/**
 * Whether the policy lets mail go to an address: the whole of it, in lower case, must match one rule. The engine is linear
 * in the length of the address, whatever the rule.
 */
export function admissionOf({ allowedRecipients = [] }: SharedPolicy = {}, address: string): Admission {
  if (allowedRecipients.length === 0) return { isAllowed: true };
  const normalised = address.toLowerCase();
  const rule = allowedRecipients.find((it) => matches(it, normalised));
  return rule ? { isAllowed: true, rule } : { isAllowed: false };
}

function matches({ pattern, isSearch }: Rule, address: string): boolean {
  const matcher = RE2JS.compile(pattern).matcher(address);
  return isSearch ? matcher.find() : matcher.matches();
}
