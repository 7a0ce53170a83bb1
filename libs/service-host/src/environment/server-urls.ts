import { Client } from 'pg';
import { z } from 'zod';

const DATABASE = 'expected postgres://user:password@host:port/database, what is special in a password percent-encoded';
const BROKER = 'expected nats://host:port, several separated by commas, what is special in a password percent-encoded';
const NO_FILE = 'names a file (sslrootcert, sslcert, sslkey) that cannot be read';

/** Ask the one who has to understand it. Its messages may hold a value. */
function wrongIn(url: string): string | undefined {
  if (!/^postgres(ql)?:\/\/\S+$/.test(url) || !isEncoded(url)) return DATABASE;
  try {
    new Client({ connectionString: url });
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).syscall === undefined ? DATABASE : NO_FILE;
  }
}

export const databaseUrl = z.string().superRefine((url, context) => {
  const message = wrongIn(url);
  if (message !== undefined) context.addIssue({ code: 'custom', message });
});

/** `nats://a:4222,nats://b:4222`: every server of a cluster may be named. */
export const natsServers = z.string().refine((servers) => servers.split(',').every(isServer), BROKER);

const isServer = (text: string): boolean =>
  /^(nats|tls):\/\/[^\s]+$/.test(text) && URL.canParse(text) && isEncoded(text);

/** RFC 3986 §2.1: a percent sign stands before two digits, and nowhere else. */
function isEncoded(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false;
  }
}
