import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeCertificates, startPostfix, until } from '@replyline/local-servers';
import { createTransport } from 'nodemailer';

/** What everybody in a comparison has in common. */
export interface Load {
  readonly dir: string;
  readonly sinkPort: number;
  readonly mails: number;
  readonly sessions: number;
  /** Of a whole message, header and bodies. */
  readonly bytes: number;
}

/** Mails a second through nodemailer's pool, which writes nothing down. */
export async function barePool({ sinkPort: port, mails, sessions, bytes }: Load): Promise<number> {
  const pool = { pool: true as const, maxConnections: sessions, maxMessages: Infinity };
  const transport = createTransport({ ...pool, host: '127.0.0.1', port, ignoreTLS: true });
  // As many octets as ours: half of them in each body, quoted-printable as ours.
  const words = 'Can you look at this before noon? It is about the plan. ';
  const half = words.repeat(Math.ceil((bytes - 800) / 2 / words.length));
  const mail = { from: 'a@example.test', to: 'b@example.test', subject: 'x', text: half, html: `<p>${half}</p>` };
  const began = performance.now();
  await Promise.all(Array.from({ length: mails }, () => transport.sendMail(mail)));
  const seconds = (performance.now() - began) / 1_000;
  transport.close();
  return mails / seconds;
}

/** Mails a second from `smtp-source` through the queue of Postfix to the sink: its queue is on disk, as our table is. */
export async function postfixRelay({ dir, sinkPort, mails, sessions, bytes }: Load): Promise<number> {
  const tls = await makeCertificates(join(dir, 'tls'));
  const postfix = await startPostfix({
    dir: join(dir, 'relay'),
    domain: 'relay.test',
    users: [],
    tls,
    dovecot: { ports: { lmtp: 9 }, authSocket: join(dir, 'nobody') },
    parameters: {
      relayhost: `[127.0.0.1]:${sinkPort}`,
      mynetworks: '127.0.0.0/8',
      smtpd_relay_restrictions: 'permit_mynetworks, reject',
      virtual_mailbox_domains: '',
      smtpd_sasl_auth_enable: 'no',
      smtp_destination_concurrency_limit: String(sessions),
      initial_destination_concurrency: String(sessions),
      smtp_destination_recipient_limit: '1',
    },
  });
  try {
    const source = ['-c', '-s', String(sessions), '-m', String(mails), '-l', String(bytes)];
    const envelope = ['-f', 'a@example.test', '-t', 'b@example.test', `127.0.0.1:${postfix.ports.smtp}`];
    const began = performance.now();
    await promisify(execFile)('/usr/sbin/smtp-source', [...source, ...envelope]);
    const sent = () => postfix.log().match(/postfix\/smtp\[\d+\]: .* status=sent/g)?.length ?? 0;
    await until(() => sent() >= mails, { deadlineMs: 120_000, everyMs: 50, what: 'everything relayed' });
    return mails / ((performance.now() - began) / 1_000);
  } finally {
    await postfix.stop();
  }
}
