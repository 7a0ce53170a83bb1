import { z } from 'zod';

/**
 * How a connection to a mail server is protected (RFC 8314, RFC 3207, RFC 9051 §6.2.1).
 * `starttls-optional` falls back to plain text when the server does not offer STARTTLS.
 */
export const encryption = z.enum(['none', 'starttls-optional', 'starttls-required', 'implicit-tls']);
export type Encryption = z.output<typeof encryption>;
