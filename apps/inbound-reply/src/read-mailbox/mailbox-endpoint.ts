import { ReplyMailboxDocument, secretBinding, type ReplyMailbox } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import type { ImapEndpoint } from '@replyline/providers/imap';
import { open, type KeyRing } from '@replyline/sealing';

/** The key ring that opens the mailbox password. */
export class MailboxSecrets {
  constructor(readonly ring: KeyRing) {}
}

/**
 * What it takes to connect, the password opened at the last moment. Throws `mailbox.password_missing`, or `seal.not_ours`
 * when the ciphertext belongs to another server, user or revision.
 */
export function endpointOf(settings: ReplyMailbox, ring: KeyRing): ImapEndpoint {
  const { host, port, encryption, user, password, revision } = settings;
  if (password === undefined) throw new Failure('mailbox.password_missing');
  const binding = secretBinding(ReplyMailboxDocument.key(), 'password', settings, revision);
  return { host, port, encryption, user, password: open(password, binding, ring) };
}
