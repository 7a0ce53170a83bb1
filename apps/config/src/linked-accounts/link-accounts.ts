import { randomUUID } from 'node:crypto';
import { linkedAccountDocument } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, IsNull, type EntityManager } from 'typeorm';
import { Announce } from '../announce/announce.js';
import { Clock } from '../clock.js';
import { authorizeUrl } from './authorize-url.js';
import { LinkAttempts, type Wanted } from './link-attempts.js';
import { LinkedAccount } from './linked-account.entity.js';
import { MicrosoftApps } from './microsoft-apps.js';
import { MicrosoftSettings } from './microsoft-settings.js';
import { TokenEndpoint, type Tokens } from './token-endpoint.js';
import { TokenVault } from './token-vault.js';
import { usersOf } from './users-of-account.js';

/** What a person brings back from Microsoft (RFC 6749 §4.1.2). */
interface Brought {
  readonly state?: string | undefined;
  readonly code?: string | undefined;
  readonly error?: string | undefined;
}

export interface Sent {
  readonly authorizeUrl: string;
  readonly expiresAt: Date;
  readonly browser: string;
}

/** Sends people to Microsoft, and keeps what they come back with. */
@Injectable()
export class LinkAccounts {
  private readonly logger = new Logger('LinkedAccounts');

  constructor(
    private readonly db: DataSource,
    private readonly apps: MicrosoftApps,
    private readonly attempts: LinkAttempts,
    private readonly endpoint: TokenEndpoint,
    private readonly vault: TokenVault,
    private readonly settings: MicrosoftSettings,
    private readonly announce: Announce,
    private readonly clock: Clock,
  ) {}

  /** Throws `account.app_missing` and `account.public_url_missing`. */
  async begin(wanted: Wanted): Promise<Sent> {
    const redirectUri = this.settings.requireRedirectUri();
    const app = await this.apps.app();
    const { browser, expiresAt, ...attempt } = await this.attempts.begin(wanted);
    const login = this.settings.loginOf(app.cloud);
    return { authorizeUrl: authorizeUrl({ ...app, ...attempt, login, redirectUri }), browser, expiresAt };
  }

  /** Throws `account.link_expired`, `account.link_refused`, `account.in_use`. */
  async finish({ state = '', code, error }: Brought, browser: string): Promise<LinkedAccount> {
    const { verifier, nonce, ownerId } = await this.attempts.take(state, browser);
    if (error !== undefined || code === undefined) throw new Failure('account.link_refused');
    const app = await this.apps.app();
    const redirectUri = this.settings.requireRedirectUri();
    const tokens = await this.endpoint.redeem(app, { code, verifier, nonce, redirectUri });
    const account = await this.db.transaction((tx) => this.keep(tx, ownerId, tokens));
    this.logger.log({ accountId: account.id }, 'account linked');
    return account;
  }

  /** Whoever links again keeps the id, so that the settings that name it go on. */
  private async keep(
    tx: EntityManager,
    ownerId: string | null,
    it: Tokens & { address: string },
  ): Promise<LinkedAccount> {
    const before = await lockedOf(tx, ownerId);
    if (before && before.address !== it.address) await assertUnused(tx, before.id);
    const id = before?.id ?? randomUUID();
    const revision = (before?.revision ?? 0) + 1;
    const account = await tx.save(LinkedAccount, {
      id,
      revision,
      ownerId,
      address: it.address,
      state: 'linked' as const,
      tokens: this.vault.seal(it, id, revision),
      linkedAt: this.clock.now(),
      accessTokenExpiresAt: it.expiresAt,
      lastRefreshAt: null,
    });
    const fields = before?.address === it.address ? ['state', 'tokens'] : ['address', 'state', 'tokens'];
    await this.announce.changed(tx, { document: linkedAccountDocument(id), revision, fields });
    return account;
  }
}

/** One after the other also where there is no row to lock yet. */
async function lockedOf(tx: EntityManager, ownerId: string | null): Promise<LinkedAccount | null> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext($1))`, [`linked-account of ${ownerId ?? 'system'}`]);
  const where = { ownerId: ownerId ?? IsNull() };
  return tx.findOne(LinkedAccount, { where, lock: { mode: 'pessimistic_write' } });
}

async function assertUnused(tx: EntityManager, id: string): Promise<void> {
  const usedBy = await usersOf(tx, id);
  if (usedBy !== '') throw new Failure('account.in_use', { usedBy });
}
