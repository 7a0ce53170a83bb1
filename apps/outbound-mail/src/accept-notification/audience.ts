import type { DirectoryUser, Recipient, Role } from '@replyline/contracts';

/** Somebody who is to get the mail. */
export interface Member {
  /** `null` for a plain address. */
  readonly userId: string | null;
  /** Absent: nobody in the directory has this id. */
  readonly address?: string;
  readonly user?: DirectoryUser;
}

interface Directory {
  readonly userOf: (id: string) => DirectoryUser | undefined;
  readonly usersWith: (role: Role) => readonly DirectoryUser[];
}

/** Everybody who is meant, once: a person before his bare address, whichever way he is named. */
export function audienceOf(recipients: readonly Recipient[], directory: Directory): Member[] {
  const members = recipients.flatMap((it) => membersOf(it, directory));
  const people = unique(
    members.filter(({ userId }) => userId !== null),
    ({ userId }) => userId!,
  );
  const known = new Set(people.flatMap(({ address }) => address?.toLowerCase() ?? []));
  const strangers = members.filter(({ userId, address }) => userId === null && !known.has(address!.toLowerCase()));
  return [...people, ...unique(strangers, ({ address }) => address!.toLowerCase())];
}

function membersOf(recipient: Recipient, { userOf, usersWith }: Directory): Member[] {
  if ('role' in recipient) return usersWith(recipient.role).map(memberOf);
  if ('address' in recipient) return [{ userId: null, address: recipient.address }];
  const user = userOf(recipient.userId);
  return [user ? memberOf(user) : { userId: recipient.userId }];
}

const memberOf = (user: DirectoryUser): Member => ({ userId: user.id, address: user.address, user });

const unique = (members: readonly Member[], keyOf: (member: Member) => string): Member[] => [
  ...new Map(members.map((it) => [keyOf(it), it])).values(),
];
