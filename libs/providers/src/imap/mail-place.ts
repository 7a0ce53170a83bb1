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

/** Without a UIDVALIDITY no message has a name, and everything would seem to be gone (RFC 9051 §2.3.1.1: 32 bits). */
export function validityOf(inbox: { readonly uidValidity: bigint }): number {
  const uidValidity = Number(inbox.uidValidity);
  if (!placeOf(placeName({ uidValidity, uid: 1 })))
    throw Object.assign(new Error('INBOX has no UIDVALIDITY'), { code: 'NoUidValidity' });
  return uidValidity;
}
