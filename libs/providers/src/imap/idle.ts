import { setTimeout as pause } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import { requireUsable } from './imap-client.js';

/** A server that ends IDLE at once must not make us spin. */
const IDLE_PAUSE_MS = 1_000;

/** Waits for what a server announces of the open mailbox (RFC 2177). */
export class Idle {
  private hasNews = false;
  private wake: () => void = () => undefined;

  constructor(private readonly client: ImapFlow) {
    client.on('exists', () => this.announce());
    client.on('close', () => this.wake());
  }

  /** Resolves at an announcement since the last call, after `maxMs` at the latest; rejects when the connection is gone. */
  async wait(maxMs: number, signal: AbortSignal): Promise<void> {
    const deadline = performance.now() + maxMs;
    while (!this.hasNews && !signal.aborted && performance.now() < deadline) {
      requireUsable(this.client);
      await this.idleUntil(deadline, signal);
    }
    requireUsable(this.client);
    // Not all servers announce in FETCH what came meanwhile; NOOP makes them.
    if (!this.hasNews && !signal.aborted) await this.client.noop();
    this.hasNews = false;
  }

  private announce(): void {
    this.hasNews = true;
    this.wake();
  }

  /** Ends with an announcement, a lost connection, `signal` or the deadline; and, after a pause, when the server ends IDLE. */
  private async idleUntil(deadline: number, signal: AbortSignal): Promise<void> {
    const over = new AbortController();
    const ends = AbortSignal.any([signal, over.signal]);
    const announced = new Promise<void>((resolve) => (this.wake = resolve));
    const expired = pause(Math.max(0, deadline - performance.now()), undefined, { signal: ends });
    // `false` is a refusal or a lost connection; which of them shows in whether the client is still usable. An error says that
    // it is not, and may do so before the client knows: it must not find out by being asked again and again.
    const idled = this.client.idle().then(() => pause(IDLE_PAUSE_MS, undefined, { signal: ends }).catch(ignore));
    await Promise.race([announced, expired.catch(ignore), idled]);
    over.abort();
  }
}

const ignore = (): undefined => undefined;
