import { resolveMx } from 'node:dns/promises';
import type { ResolveMx } from '@replyline/providers/built-in';

/** How the built-in server finds the servers of a domain. */
export abstract class MailRoutes {
  abstract readonly resolve: ResolveMx;
  /** Where those servers listen. */
  abstract readonly port: number;
}

const SMTP_PORT = 25;

export const systemRoutes: MailRoutes = { resolve: resolveMx, port: SMTP_PORT };
