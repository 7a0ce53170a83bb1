import type { IncomingServer } from '@replyline/contracts';

/** What it takes to log in to a server that wants to be read from before another one lets mail through. */
export interface IncomingAccess {
  readonly server: IncomingServer;
  readonly password?: string | undefined;
  readonly timeoutSeconds: number;
  readonly verifyCertificate: boolean;
  readonly authorities?: readonly string[] | undefined;
  readonly allowLinkLocal?: boolean | undefined;
}
