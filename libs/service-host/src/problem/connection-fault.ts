/** What Node says of a socket to a server that is away. */
const SOCKET_CODE = /^(?:ECONNREFUSED|ECONNRESET|ETIMEDOUT|EPIPE|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;
/**
 * PostgreSQL Appendix A: connection exceptions (class 08), an end that the administrator or a crash wants and a start
 * that is not over (57P01 to 57P03), too many connections (53300).
 */
const SQLSTATE = /^(?:08[0-9A-Z]{3}|57P0[1-3]|53300)$/;
/** pg has no codes for what it notices itself; the last one is that of `SilenceWatch`. */
const WORDS =
  /^(?:Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|PostgreSQL has not answered in time)/;

interface Fault {
  readonly code?: unknown;
  readonly message?: unknown;
  /** TypeORM puts a statement around what the driver says. */
  readonly driverError?: unknown;
}

/** Whether an error says that PostgreSQL cannot be reached, and nothing about what was asked of it. */
export function isConnectionFault(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, driverError } = error as Fault;
  if (driverError !== undefined) return isConnectionFault(driverError);
  if (typeof code === 'string' && (SOCKET_CODE.test(code) || SQLSTATE.test(code))) return true;
  return typeof message === 'string' && WORDS.test(message);
}
