import { Failure, type ErrorCode } from '@replyline/errors';

/**
 * PostgreSQL Appendix A: a wrong password; a role that is unknown, may not log in or not from here; a role without the
 * right to connect; a database that there is none of.
 */
const CODES: Readonly<Record<string, ErrorCode>> = {
  '28P01': 'service.login_refused',
  '28000': 'service.login_refused',
  '42501': 'service.login_refused',
  '3D000': 'service.database_missing',
};
/** pg finds by itself that there is no password for a server that asks for one. */
const NO_PASSWORD = /^SASL: .*password must be/;

/** What PostgreSQL answers to a login, told apart from a server that is away. Throws what it is given otherwise. */
export function asRefusal(cause: unknown): never {
  const { code: sqlState = '', message = '' } = cause as { readonly code?: string; readonly message?: string };
  const code = CODES[sqlState] ?? (NO_PASSWORD.test(message) ? 'service.login_refused' : undefined);
  if (!code) throw cause;
  const details = { part: 'PostgreSQL', variable: 'DATABASE_URL', ...(sqlState && { sqlState }) };
  throw new Failure(code, details, { cause });
}
