import type { Role } from '@replyline/service-host';

/** The roles of a user before and after a change; `before` is absent where he is new. */
interface RoleChange {
  readonly before: readonly Role[] | undefined;
  readonly after: readonly Role[];
}

/**
 * An admin writes every user. A service writes ordinary users only: it gives no role but `user`, and nobody who has
 * another one is changed, because whoever can set the address of an admin can answer mail as him.
 */
export const mayWrite = (caller: readonly Role[], { before, after }: RoleChange): boolean =>
  caller.includes('server-admin') || (isOrdinary(after) && (before === undefined || !isPrivileged(before)));

const isOrdinary = (roles: readonly Role[]): boolean => roles.length > 0 && !isPrivileged(roles);

const isPrivileged = (roles: readonly Role[]): boolean => roles.some((role) => role !== 'user');
