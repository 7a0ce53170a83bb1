import {
  CertificateDocument,
  ReplyMailboxDocument,
  secretBinding,
  type ReplyMailbox,
  type ReplyMailboxOf,
} from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import type { Documents } from '@replyline/messaging';
import type { ImapEndpoint } from '@replyline/providers/imap';
import { open, type KeyRing } from '@replyline/sealing';

/** The key ring that opens the mailbox password. */
export class MailboxSecrets {
  constructor(readonly ring: KeyRing) {}
}

/**
 * What it takes to connect, the password opened at the last moment. Throws `mailbox.kind_not_read` for a mailbox of a kind
 * that this version cannot read, `mailbox.password_missing`, or `seal.not_ours` when the ciphertext belongs to another server, user or revision.
 */
export function endpointOf(mailbox: ReplyMailbox, ring: KeyRing): ImapEndpoint {
  const settings = imapOnly(mailbox);
  const { host, port, encryption, verifyCertificate, user, password, revision } = settings;
  if (password === undefined) throw new Failure('mailbox.password_missing');
  const binding = secretBinding(ReplyMailboxDocument.key(), 'password', settings, revision);
  return { host, port, encryption, verifyCertificate, user, password: open(password, binding, ring) };
}

function imapOnly(mailbox: ReplyMailbox): ReplyMailboxOf<'imap'> {
  if (mailbox.kind !== 'imap') throw new Failure('mailbox.kind_not_read');
  return mailbox;
}

/** The uploaded authorities, as they are known here. */
export const authoritiesIn = (documents: Documents): string[] =>
  documents.all(CertificateDocument).flatMap((it) => (it.kind === 'authority' ? [it.pem] : []));
