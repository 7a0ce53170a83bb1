import { until } from '@replyline/local-servers';
import { ImapFlow } from 'imapflow';
import SMTPConnection from 'nodemailer/lib/smtp-connection';

export interface MailClientOptions {
  readonly auth: { readonly user: string; readonly pass: string };
  readonly ca: string;
  readonly imapsPort: number;
  readonly smtpsPort: number;
}

export interface Sending {
  readonly to: readonly string[];
  readonly message: string | Buffer;
  /** The envelope's; the user's own address if absent, the null reverse-path if empty. */
  readonly reversePath?: string;
}

/** What a person does with a mail program, each time over a new connection. */
export interface MailClient {
  /** Everything in the INBOX, oldest first, as it is stored. */
  messages(): Promise<string[]>;
  /** Waits for a message that contains the text, anywhere in its source. */
  waitFor(text: string, deadlineMs?: number): Promise<string>;
  send(sending: Sending): Promise<void>;
}

export function mailClient(options: MailClientOptions): MailClient {
  const messages = () => inbox(options);
  return {
    messages,
    waitFor: (text, deadlineMs = 10_000) =>
      until(async () => (await messages()).find((message) => message.includes(text)), {
        deadlineMs,
        everyMs: 50,
        what: `a message to ${options.auth.user} that contains ${text}`,
      }),
    send: (sending) => submit(options, sending),
  };
}

async function inbox({ auth, ca, imapsPort }: MailClientOptions): Promise<string[]> {
  const client = new ImapFlow({
    host: 'localhost',
    port: imapsPort,
    secure: true,
    tls: { ca },
    auth: { ...auth },
    logger: false,
  });
  // Without a listener a lost connection would end the whole process.
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.mailboxOpen('INBOX', { readOnly: true });
    const fetched = await client.fetchAll('1:*', { source: true });
    return fetched.map(({ source }) => source?.toString('utf8') ?? '');
  } finally {
    await client.logout();
  }
}

function submit({ auth, ca, smtpsPort }: MailClientOptions, sending: Sending): Promise<void> {
  const { to, message, reversePath = auth.user } = sending;
  const connection = new SMTPConnection({ host: 'localhost', port: smtpsPort, secure: true, tls: { ca } });
  const from: string | false = reversePath === '' ? false : reversePath;
  return new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.connect(() =>
      connection.login({ ...auth }, (refused) => {
        if (refused) return reject(refused);
        connection.send({ from, to: [...to] }, message, (error) => (error ? reject(error) : resolve()));
      }),
    );
  }).finally(() => connection.close());
}
