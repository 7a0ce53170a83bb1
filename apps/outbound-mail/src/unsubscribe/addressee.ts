import type { DirectoryUser } from '@replyline/contracts';

/** Whoever may be written to: by his id, by his address, or by both. */
export interface Addressee {
  readonly userId: string | null;
  readonly address?: string;
}

/** What an unsubscription of his may stand under. */
export const namesOf = ({ userId, address }: Addressee): string[] => [
  ...(userId === null ? [] : [userId]),
  ...(address === undefined ? [] : [address.toLowerCase()]),
];

/** His id, or his bare address; and the address that the directory has for him now. */
export const namesNow = (recipient: string, user: DirectoryUser | undefined): string[] =>
  namesOf({ userId: recipient, ...(user && { address: user.address }) });
