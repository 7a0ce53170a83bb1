import type { TestReport, TestStep } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import type { MicrosoftAccess } from './access.js';

/** What is tried, in its order, and what each step found when it passed. */
export interface Attempt {
  readonly name: string;
  /** What was seen, and whether it proves something. Rejects with a `provider.*` Failure. */
  readonly run: () => Promise<Found>;
  /** What to do here, where the catalogue cannot know it. */
  readonly advice?: (failure: Failure) => Pick<TestStep, 'seen' | 'code' | 'remediation'> | undefined;
}

export type Found = { readonly outcome: 'ok' | 'not checked'; readonly seen?: string };

/** Runs the steps until one fails; the ones after it are not checked. */
export async function runSteps(attempts: readonly Attempt[]): Promise<TestReport> {
  const steps: TestStep[] = [];
  let isFailed = false;
  for (const { name, run, advice } of attempts) {
    const step: TestStep = isFailed ? { name, outcome: 'not checked' } : await attempt(name, run, advice);
    isFailed ||= step.outcome === 'failed';
    steps.push(step);
  }
  return { outcome: isFailed ? 'failed' : 'ok', steps };
}

async function attempt(name: string, run: Attempt['run'], advice: Attempt['advice']): Promise<TestStep> {
  try {
    return { name, ...(await run()) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { code, remediation } = error;
    return { name, outcome: 'failed', code, remediation, ...advice?.(error) };
  }
}

/** The sentence that people search for when tenant, client or secret are wrong. */
export const appRefused = ({ tenantId, clientId }: MicrosoftAccess): string =>
  `Error connecting to Tenant ID: ${tenantId} with Client: ${clientId} credentials.`;

/** The application permissions that a token carries; `undefined` where it names none, which RBAC for Applications does. */
function rolesIn(token: string): string[] | undefined {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { roles?: unknown };
    const roles = Array.isArray(claims.roles) ? claims.roles.map(String) : [];
    return roles.length === 0 ? undefined : roles;
  } catch {
    return undefined;
  }
}

/** Throws `provider.permission_missing` when the token names permissions and none that would do. */
export function checkRoles(token: string, { needed, wanted = [] }: Permissions): Found {
  const roles = rolesIn(token);
  if (!roles) return { outcome: 'not checked', seen: 'the token names no permissions: they may be given per mailbox' };
  if (!roles.includes(needed)) throw new Failure('provider.permission_missing', { missing: needed });
  const missing = wanted.filter((role) => !roles.includes(role));
  const note = missing.length === 0 ? '' : `; not granted: ${missing.join(', ')}`;
  return { outcome: 'ok', seen: `${[needed, ...wanted.filter((role) => roles.includes(role))].join(', ')}${note}` };
}

interface Permissions {
  readonly needed: string;
  /** What is good to have, and what it is missed for shows later. */
  readonly wanted?: readonly string[];
}
