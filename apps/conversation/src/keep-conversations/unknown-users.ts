import { Failure } from '@replyline/errors';

/** Paths of a request that name a user, with whom they name. */
export type NamedUsers = readonly (readonly [path: string, userId: string])[];

/** Throws `conversation.unknown_user` with each path that names somebody who is not known. */
export function refuseUnknown(named: NamedUsers, isKnown: (userId: string) => boolean): void {
  const paths = named.filter(([, userId]) => !isKnown(userId)).map(([path]) => path);
  if (paths.length > 0) throw new Failure('conversation.unknown_user', { paths: paths.join(', ') });
}
