import { linkedAccountDocument } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { cutPage, writeCursor, type Page } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan, type EntityManager } from 'typeorm';
import { Announce } from '../announce/announce.js';
import { Clock } from '../clock.js';
import { assertBasedOn } from '../concurrency/precondition.js';
import { viewOf, type AccountPlace, type LinkedAccountQuery, type LinkedAccountView } from './linked-account-view.js';
import { LinkedAccount } from './linked-account.entity.js';
import { usersOf } from './users-of-account.js';

/** The accounts that people have linked. */
@Injectable()
export class LinkedAccounts {
  constructor(
    private readonly db: DataSource,
    private readonly announce: Announce,
    private readonly clock: Clock,
  ) {}

  /**
   * The address of the account, for settings of the system or, with `ownerId`, of that user: nobody sends through what
   * somebody else linked. Throws `account.unknown`, `account.needs_linking`.
   */
  async addressOf(accountId: string, ownerId?: string): Promise<string> {
    const account = await this.db.manager.findOneBy(LinkedAccount, { id: accountId });
    if (!account || account.ownerId !== (ownerId ?? null)) throw new Failure('account.unknown', { accountId });
    if (account.state === 'needs-linking') throw new Failure('account.needs_linking', { accountId });
    return account.address;
  }

  async page({ limit, cursor }: LinkedAccountQuery): Promise<Page<LinkedAccountView>> {
    const found = await this.db.manager.find(LinkedAccount, {
      where: cursor ? { id: MoreThan(cursor.id) } : {},
      order: { id: 'ASC' },
      take: limit + 1,
    });
    const views = found.map((account) => viewOf(account, this.clock.now()));
    return cutPage(views, limit, ({ id }) => writeCursor<AccountPlace>({ id }));
  }

  /** Throws `request.not_found`. */
  one(id: string): Promise<LinkedAccountView> {
    return this.view({ id });
  }

  /** The user's own. Throws `request.not_found`. */
  ofUser(ownerId: string): Promise<LinkedAccountView> {
    return this.view({ ownerId });
  }

  /** Throws `account.in_use`, naming the settings that send or read through it. */
  remove(where: { id: string } | { ownerId: string }, revision: number | undefined): Promise<void> {
    return this.db.transaction(async (tx) => {
      const account = await locked(tx, where);
      if (!account) throw new Failure('request.not_found');
      assertBasedOn(account.revision, { revision, mustBeNew: false });
      await this.unlink(tx, account);
    });
  }

  /** With everything else of a user who goes; his own settings must have gone before. */
  async forget(ownerId: string, tx: EntityManager): Promise<void> {
    const account = await locked(tx, { ownerId });
    if (account) await this.unlink(tx, account);
  }

  private async unlink(tx: EntityManager, { id, revision }: LinkedAccount): Promise<void> {
    const usedBy = await usersOf(tx, id);
    if (usedBy !== '') throw new Failure('account.in_use', { usedBy });
    await tx.delete(LinkedAccount, { id });
    const changed = { document: linkedAccountDocument(id), revision: revision + 1 };
    await this.announce.changed(tx, { ...changed, fields: ['address', 'state', 'tokens'] });
  }

  private async view(where: { id: string } | { ownerId: string }): Promise<LinkedAccountView> {
    const account = await this.db.manager.findOneBy(LinkedAccount, where);
    if (!account) throw new Failure('request.not_found');
    return viewOf(account, this.clock.now());
  }
}

const locked = (tx: EntityManager, where: { id: string } | { ownerId: string }): Promise<LinkedAccount | null> =>
  tx.findOne(LinkedAccount, { where, lock: { mode: 'pessimistic_write' } });
