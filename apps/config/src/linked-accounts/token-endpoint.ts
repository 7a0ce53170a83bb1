import type { Cloud } from '@replyline/contracts';

/** The application that asks for tokens. */
export interface App {
  readonly cloud: Cloud;
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly mailScopes: readonly string[];
}

/** What came back from Microsoft, and what only we know about it. */
export interface Redemption {
  readonly code: string;
  readonly verifier: string;
  readonly nonce: string;
  readonly redirectUri: string;
}

/** Secret as a whole. */
export interface Tokens {
  readonly accessToken: string;
  readonly expiresAt: Date;
  /** What renews it, in the words of whoever wrote it. */
  readonly cache: string;
}

/** Where tokens come from (RFC 6749 §3.2). */
export abstract class TokenEndpoint {
  /** Throws `account.link_refused`, also for a nonce that is not ours, `account.app_refused`, `service.unavailable`. */
  abstract redeem(app: App, it: Redemption): Promise<Tokens & { readonly address: string }>;

  /** Throws `account.needs_linking` when Microsoft renews it no more; `account.app_refused` and the like prove no such thing. */
  abstract refresh(app: App, cache: string): Promise<Tokens>;
}
