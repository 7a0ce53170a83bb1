import type { z } from 'zod';
import { sentenceOf } from './sentence-of.js';

/** Hostile input must not make a long error. */
const MOST = 20;

/** Which fields break a schema, and why, for the details of a `Failure`: their names, and none of their values. */
export function brokenBy({ issues }: z.ZodError): { readonly paths: string; readonly why: string } {
  const reasons = new Map<string, string>();
  for (const issue of issues) {
    const path = issue.path.join('.') || '(whole)';
    if (!reasons.has(path)) reasons.set(path, reasonOf(issue));
  }
  const first = [...reasons].slice(0, MOST);
  return {
    paths: first.map(([path]) => path).join(', '),
    why: first.map(([path, reason]) => `${path}: ${reason}`).join('; '),
  };
}

/** The names of fields that are unknown are made up by whoever sent them. */
const reasonOf = ({ code, message }: z.core.$ZodIssue): string =>
  code === 'unrecognized_keys' ? 'has fields that are unknown here' : sentenceOf(message);
