import type { Caller } from './caller.js';

interface Verified {
  readonly caller: Caller;
  /** Milliseconds of the epoch. */
  readonly until: number;
}

/** Shorter than a key set is kept: a key that its issuer takes back is not trusted for longer than without. */
const KEPT_MS = 30_000;
const MOST = 1_000;

/** Callers whose tokens were verified a moment ago: a signature costs more than everything else about a small request. */
export class VerifiedTokens {
  private readonly known = new Map<string, Verified>();

  constructor(private readonly now: () => number) {}

  get(token: string): Caller | undefined {
    const found = this.known.get(token);
    return found && this.now() < found.until ? found.caller : undefined;
  }

  /** `expiresAt` in seconds of the epoch, as `exp` has it (RFC 7519 §4.1.4). */
  keep(token: string, caller: Caller, expiresAt: number): void {
    this.known.delete(token);
    this.known.set(token, { caller, until: Math.min(expiresAt * 1_000, this.now() + KEPT_MS) });
    const [oldest] = this.known.keys();
    if (this.known.size > MOST && oldest !== undefined) this.known.delete(oldest);
  }
}
