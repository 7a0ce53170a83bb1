import { createTransport, type SendMailOptions } from 'nodemailer';
import type { Login, SeenMail } from './mailbox.js';
import { QUOTING, type Client } from './quoting.js';

export interface Answer {
  /** What the person types. */
  readonly text: string;
  readonly from: string;
  readonly client?: Client;
  /** Changes the message before it is sent, for people who are not who they say. */
  readonly change?: (message: SendMailOptions) => SendMailOptions;
}

/** Answers a mail as a mail client does: to its Reply-To, in its thread, with the mail quoted below. */
export async function answer(login: Login, mail: SeenMail, it: Answer): Promise<string> {
  const message: SendMailOptions = {
    from: it.from,
    to: mail.replyTo ?? mail.from,
    subject: mail.subject.startsWith('Re: ') ? mail.subject : `Re: ${mail.subject}`,
    inReplyTo: mail.messageId,
    references: [...mail.references, mail.messageId],
    ...QUOTING[it.client ?? 'gmail'](it.text, mail, new Date()),
  };
  return submit(login, it.change?.(message) ?? message);
}

/** Hands a message to the submission server. Resolves with its Message-ID once the server has accepted it (250). */
export async function submit({ host, port, user, password }: Login, message: SendMailOptions): Promise<string> {
  const transport = createTransport({ host, port, secure: false, ignoreTLS: true, auth: { user, pass: password } });
  try {
    const { messageId } = await transport.sendMail({ ...message, disableFileAccess: true, disableUrlAccess: true });
    return messageId.replace(/^<|>$/g, '');
  } finally {
    transport.close();
  }
}
