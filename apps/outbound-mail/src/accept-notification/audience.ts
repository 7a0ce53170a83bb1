import type { DirectoryUser, Recipient } from '@replyline/contracts';

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
  /** Everybody there is. */
  readonly users: () => readonly DirectoryUser[];
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

function membersOf(recipient: Recipient, { userOf, users }: Directory): Member[] {
  if ('address' in recipient) return [{ userId: null, address: recipient.address }];
  if (!('userId' in recipient)) return users().filter(belongsTo(recipient)).map(memberOf);
  const user = userOf(recipient.userId);
  return [user ? memberOf(user) : { userId: recipient.userId }];
}

type Several = Exclude<Recipient, { userId: string } | { address: string }>;

function belongsTo(several: Several): (user: DirectoryUser) => boolean {
  if ('role' in several) return ({ roles }) => roles.includes(several.role);
  if ('group' in several) return ({ groups }) => groups.includes(several.group);
  return ({ subscriptions }) => subscriptions.includes(several.topic);
}

const memberOf = (user: DirectoryUser): Member => ({ userId: user.id, address: user.address, user });

const unique = (members: readonly Member[], keyOf: (member: Member) => string): Member[] => [
  ...new Map(members.map((it) => [keyOf(it), it])).values(),
];
