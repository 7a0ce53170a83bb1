import { linkedAccountDocument } from '@replyline/contracts';
import { codeOf, Failure } from '@replyline/errors';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Announce } from '../announce/announce.js';
import { Clock } from '../clock.js';
import { mustRefresh } from './freshness.js';
import { LinkedAccount } from './linked-account.entity.js';
import { MicrosoftApps } from './microsoft-apps.js';
import { TokenEndpoint, type Tokens } from './token-endpoint.js';
import { TokenVault } from './token-vault.js';

/** An account whose tokens can be used now. */
interface Usable {
  readonly account: LinkedAccount;
  readonly tokens: Tokens;
}

type IsWanted = (account: LinkedAccount) => boolean;

/**
 * Renews tokens, one at a time over all replicas: each use of a refresh token may end it, so the row stays locked from
 * before Microsoft is asked until the answer is kept.
 */
@Injectable()
export class AccessTokens {
  private readonly logger = new Logger('LinkedAccounts');
  private readonly underWay = new Map<string, Promise<Usable>>();

  constructor(
    private readonly db: DataSource,
    private readonly apps: MicrosoftApps,
    private readonly endpoint: TokenEndpoint,
    private readonly vault: TokenVault,
    private readonly announce: Announce,
    private readonly clock: Clock,
  ) {}

  /** Throws `account.unknown`, `account.needs_linking`, `account.app_missing`, `account.app_refused`, `service.unavailable`. */
  async of(id: string, renew: boolean): Promise<Usable> {
    const account = await this.db.manager.findOneBy(LinkedAccount, { id });
    if (!account) throw new Failure('account.unknown', { accountId: id });
    const wish = { renew, seen: account.revision };
    const isWanted: IsWanted = (it) => mustRefresh(it, wish, this.clock.now());
    return account.state === 'linked' && isWanted(account)
      ? this.fresh(id, isWanted)
      : { account, tokens: this.vault.open(account) };
  }

  /**
   * Refreshes it if that is still wanted once its turn has come. Those who wait in this process wait together, or a
   * silent Microsoft would take every connection to the database.
   */
  fresh(id: string, isWanted: IsWanted): Promise<Usable> {
    const known = this.underWay.get(id);
    if (known) return known;
    const begun = this.usable(id, isWanted).finally(() => this.underWay.delete(id));
    this.underWay.set(id, begun);
    return begun;
  }

  private async usable(id: string, isWanted: IsWanted): Promise<Usable> {
    const account = await this.db.transaction((tx) => this.freshIn(tx, id, isWanted));
    return { account, tokens: this.vault.open(account) };
  }

  private async freshIn(tx: EntityManager, id: string, isWanted: IsWanted): Promise<LinkedAccount> {
    const account = await tx.findOne(LinkedAccount, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!account) throw new Failure('account.unknown', { accountId: id });
    return account.state === 'linked' && isWanted(account) ? this.refresh(tx, account) : account;
  }

  /** Only a refusal ends the link: a network that is down proves nothing about the account. */
  private async refresh(tx: EntityManager, account: LinkedAccount): Promise<LinkedAccount> {
    const app = await this.apps.app();
    const { cache } = this.vault.open(account);
    try {
      return await this.keep(tx, account, await this.endpoint.refresh(app, cache));
    } catch (error) {
      if (codeOf(error) !== 'account.needs_linking') throw error;
      return this.lose(tx, account);
    }
  }

  private keep(tx: EntityManager, account: LinkedAccount, tokens: Tokens): Promise<LinkedAccount> {
    const revision = account.revision + 1;
    return tx.save(LinkedAccount, {
      ...account,
      revision,
      tokens: this.vault.seal(tokens, account.id, revision),
      accessTokenExpiresAt: tokens.expiresAt,
      lastRefreshAt: this.clock.now(),
    });
  }

  private async lose(tx: EntityManager, account: LinkedAccount): Promise<LinkedAccount> {
    const { id } = account;
    const revision = account.revision + 1;
    const lost = await tx.save(LinkedAccount, { ...account, revision, state: 'needs-linking', tokens: null } as const);
    await this.announce.changed(tx, { document: linkedAccountDocument(id), revision, fields: ['state'] });
    this.logger.warn({ accountId: id }, 'Microsoft renews a linked account no more, it needs linking again');
    return lost;
  }
}
