import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { z } from 'zod';
import { uuid } from '../request/uuid.js';

export const ROLES = ['server-admin', 'user', 'service'] as const;
export type Role = (typeof ROLES)[number];

/** Who makes a request. */
export interface Caller {
  /** The claim `sub`; where it is the id of a user, as the directory writes it. */
  readonly userId: string;
  readonly roles: readonly Role[];
}

const claims = z.object({ sub: uuid.or(z.string().min(1).max(255)), roles: z.array(z.string()).default([]) });

/** Who the claims of a verified token name; `undefined` when they name nobody. Roles we do not know count for nothing. */
export function callerOf(payload: unknown): Caller | undefined {
  const result = claims.safeParse(payload);
  if (!result.success) return undefined;
  return { userId: result.data.sub, roles: ROLES.filter((role) => result.data.roles.includes(role)) };
}

/** Set by the guard on each request that is not public. */
export interface Called {
  caller?: Caller;
}

/** Who makes this request. Only on routes that need a token. */
export const Caller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const { caller } = context.switchToHttp().getRequest<Called>();
  if (!caller) throw new Error('a public route has no caller');
  return caller;
});
