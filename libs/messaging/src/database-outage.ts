/** What Node says of a socket to a server that is away. */
const SOCKET_CODE = /^(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/** What Node and OpenSSL say of a certificate that has run out or is not believed, and of TLS that fails. */
const TLS_CODE =
  /^(?:ERR_(?:SSL|TLS)_.*|EPROTO|CERT_.*|UNABLE_TO_.*CERT.*|UNABLE_TO_VERIFY_.*|(?:.*_)?SELF_SIGNED_CERT.*|INVALID_CA|HOSTNAME_MISMATCH)$/;
/**
 * PostgreSQL Appendix A: a connection that breaks (class 08), a login that is refused (28), no connection, memory or disk left
 * (53), an end, a start that is not over, a statement that somebody or a time limit has cancelled (57), a disk that fails (58),
 * a server that only reads (25006), a database that is just being restored (3D000), a lock that is not given back (55P03), and
 * what has to be begun again (40001, 40P01).
 */
const SQLSTATE = /^(?:(?:08|28|53|57|58)[0-9A-Z]{3}|25006|3D000|55P03|40001|40P01)$/;
/**
 * pg has no codes for what it notices itself. "Has not answered" is that of `SilenceWatch`, "already released" TypeORM's in a
 * transaction whose connection has ended.
 */
const WORDS =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|PostgreSQL has not answered in time|Query runner already released|The server does not support SSL connections|There was an error establishing an SSL connection)/;

interface Fault {
  readonly code?: unknown;
  readonly message?: unknown;
  /** TypeORM puts a statement around what the driver says. */
  readonly driverError?: unknown;
}

/** Whether an error says that PostgreSQL cannot do its work just now, and nothing about what was asked of it. */
export function isDatabaseOutage(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, driverError } = error as Fault;
  if (driverError !== undefined) return isDatabaseOutage(driverError);
  if (typeof code === 'string' && [SOCKET_CODE, TLS_CODE, SQLSTATE].some((known) => known.test(code))) return true;
  return typeof message === 'string' && WORDS.test(message);
}
