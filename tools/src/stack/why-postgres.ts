/** Of Node and of PostgreSQL (its appendix A), and what to do about it. */
const REMEDIES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there. Start PostgreSQL, or correct host and port',
  ENOTFOUND: 'there is no such host. Correct it',
  EAI_AGAIN: 'the name of the host cannot be looked up. Correct it',
  ECONNRESET: 'what answers there is no PostgreSQL. Correct host and port',
  '28P01': 'the server refuses the password. Correct user and password',
  '28000': 'the server does not let this user in. Correct the user, or allow it in pg_hba.conf',
  '3D000': 'there is no such database. Create it, or name none: the databases of the services are made beside it',
  '42501':
    'the role may not create the databases of the services. Run ALTER ROLE … CREATEDB as an administrator, or name another role',
  '53300': 'the server takes no more connections. Raise max_connections',
};
const DEFAULT = 'PostgreSQL cannot be used';

/** One sentence for an admin, without the URL, because that holds a password. */
export function whyPostgres(error: unknown): string {
  const { code, message } = firstOf(error);
  const known = code === undefined ? undefined : REMEDIES[code];
  if (known) return `DATABASE_URL: ${known}, or leave DATABASE_URL out for the embedded PostgreSQL.`;
  if (/timeout/i.test(message))
    return 'DATABASE_URL: nothing has answered within 5 s. Correct host and port, or leave DATABASE_URL out for the embedded PostgreSQL.';
  return `DATABASE_URL: ${DEFAULT}: ${message}. Correct it, or leave it out for the embedded one.`;
}

/** A name with two addresses fails with an error for each of them, and an empty message. */
function firstOf(error: unknown): { code?: string; message: string } {
  const first = error instanceof AggregateError ? (error.errors[0] as unknown) : error;
  return first as { code?: string; message: string };
}
