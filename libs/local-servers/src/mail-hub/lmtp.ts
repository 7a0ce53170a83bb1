import SMTPConnection from 'nodemailer/lib/smtp-connection';

export interface LmtpDelivery {
  readonly port: number;
  /** Empty for the null reverse-path. */
  readonly reversePath: string;
  readonly forwardPaths: readonly string[];
  readonly message: Buffer;
}

/** Hands a message over by LMTP (RFC 2033). Resolves only when it was accepted for every recipient. */
export function deliverByLmtp({ port, reversePath, forwardPaths, message }: LmtpDelivery): Promise<void> {
  const connection = new SMTPConnection({ host: '127.0.0.1', port, lmtp: true, ignoreTLS: true });
  const from: string | false = reversePath === '' ? false : reversePath;
  const envelope = { from, to: [...forwardPaths], use8BitMime: true };
  return new Promise<void>((resolve, reject) => {
    connection.once('error', reject);
    connection.connect(() => {
      connection.send(envelope, message, (error, info) => {
        if (error) reject(error);
        else if (info && info.rejected.length > 0) reject(new Error(`${info.rejected.length} recipients were refused`));
        else resolve();
      });
    });
  }).finally(() => connection.close());
}
