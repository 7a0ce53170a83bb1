/** A message, or how far a mailbox was read: a UID and what it belongs to (RFC 9051 §2.3.1.1). */
export interface MailPlace {
  readonly uidValidity: number;
  readonly uid: number;
}

const PLACE = /^(\d{1,10}):(\d{1,10})$/;

export const placeName = ({ uidValidity, uid }: MailPlace): string => `${uidValidity}:${uid}`;

/** `undefined` for what is no such name: another kind of server gave it. */
export function placeOf(name: string | undefined): MailPlace | undefined {
  const [, uidValidity, uid] = PLACE.exec(name ?? '') ?? [];
  return uid === undefined ? undefined : { uidValidity: Number(uidValidity), uid: Number(uid) };
}
