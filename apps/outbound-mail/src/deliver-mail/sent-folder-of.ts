import type { Encryption, SendingProfile } from '@replyline/contracts';

/** A server that can be asked by IMAP for what was sent. */
interface SentFolderServer {
  readonly host: string;
  readonly port: number;
  readonly encryption: Encryption;
  readonly user: string;
}

/** Microsoft files what it is given by SMTP in Sent Items, and shows them under another name. */
const OUTLOOK = { host: 'outlook.office365.com', port: 993, encryption: 'implicit-tls' } as const;
const SMTP_OF_OUTLOOK = ['smtp.office365.com', 'smtp-mail.outlook.com'];

/**
 * `undefined` where there is none. A login that only the reply mailbox has is not borrowed: a password goes to no other
 * server than the one that it was typed for.
 */
export function sentFolderOf(profile: SendingProfile): SentFolderServer | undefined {
  if (profile.kind === 'smtp' && profile.incoming?.protocol === 'imap') {
    const { host, port, encryption, user } = profile.incoming;
    return { host, port, encryption, user };
  }
  const isOutlook = profile.kind === 'microsoft-exchange' && SMTP_OF_OUTLOOK.includes(profile.host.toLowerCase());
  return isOutlook ? { ...OUTLOOK, user: profile.user } : undefined;
}

/** Whether what went through a profile can be looked for: then nothing is repeated before it was. */
export const keepsSentMail = (profile: SendingProfile): boolean =>
  profile.kind === 'microsoft-graph' || sentFolderOf(profile) !== undefined;
