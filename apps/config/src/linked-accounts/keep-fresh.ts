import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '@replyline/errors';
import { Leases, type Held } from '@replyline/leases';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { AccessTokens } from './access-tokens.js';
import { isDue } from './freshness.js';
import { LinkedAccount } from './linked-account.entity.js';

/** How often it looks for accounts that were not refreshed for a day. */
const LOOK_MS = 60 * 60_000;

/** Uses each refresh token once a day, so that none dies of not being used. One replica does it. */
@Injectable()
export class KeepFresh implements OnApplicationBootstrap {
  private readonly logger = new Logger('LinkedAccounts');

  constructor(
    private readonly db: DataSource,
    private readonly leases: Leases,
    private readonly tokens: AccessTokens,
    private readonly clock: Clock,
  ) {}

  onApplicationBootstrap(): void {
    this.leases.hold('linked-accounts', (held) => this.whileHeld(held));
  }

  /** Refreshes what is due now. An account that fails is tried again the next time and keeps no other one waiting. */
  async once(signal?: AbortSignal): Promise<void> {
    const accounts = await this.db.manager.findBy(LinkedAccount, { state: 'linked' });
    for (const account of accounts.filter((it) => isDue(it, this.clock.now()))) {
      if (signal?.aborted) return;
      await this.tokens
        .fresh(account.id, (it) => isDue(it, this.clock.now()))
        .catch((error: unknown) => {
          this.logger.warn({ accountId: account.id, code: codeOf(error) }, 'a linked account was not refreshed');
        });
    }
  }

  private async whileHeld({ signal }: Held): Promise<void> {
    while (!signal.aborted) {
      await this.once(signal);
      await pause(LOOK_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
