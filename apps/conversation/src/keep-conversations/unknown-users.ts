import { FailureAt } from '@replyline/service-host';

/** Paths of a request that name a user, with whom they name. */
type NamedUsers = readonly (readonly [path: string, userId: string])[];

/** Throws `conversation.unknown_user` with each path that names somebody who is not known. */
export function refuseUnknown(named: NamedUsers, isKnown: (userId: string) => boolean): void {
  const unknown = named.filter(([, userId]) => !isKnown(userId));
  const errors = unknown.map(([path]) => ({ path, message: 'is nobody in the directory' }));
  if (errors.length > 0) throw new FailureAt('conversation.unknown_user', errors);
}
