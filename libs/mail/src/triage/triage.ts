import type { InboundMail } from '../mail.js';
import type { Facts, FinalRule, Rule, Verdict } from './rule.js';
import { RULES } from './rules.js';

/** A verdict and how it was reached: support reads `passed` and `decidedBy` before anything else. */
export type Triaged = Verdict & { readonly decidedBy: string; readonly passed: readonly string[] };

/** Asks the rules in order; the first that has an answer decides. */
export function triage(mail: InboundMail, facts: Facts, rules: readonly [...Rule[], FinalRule] = RULES): Triaged {
  const passed: string[] = [];
  for (const rule of rules) {
    const verdict = rule.check(mail, facts);
    if (verdict) return { ...verdict, decidedBy: rule.name, passed };
    passed.push(rule.name);
  }
  throw new Error('unreachable: the final rule decides');
}
