import { userFields } from '@replyline/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { changedFields } from '../../settings/changed-fields.js';
import { directoryUserOf, User } from '../../users/user.entity.js';
import { ForgetUser } from '../../users/forget-user.js';
import { Users } from '../../users/users.js';
import { at } from '../at.js';
import { userItem, type UserItem } from '../configuration-body.js';
import type { Import, Prepared, Section } from '../section.js';

@Injectable()
export class UsersSection implements Section<UserItem[]> {
  readonly name = 'users';
  readonly schema = z.array(userItem);

  constructor(
    private readonly users: Users,
    private readonly forgetUser: ForgetUser,
  ) {}

  async read(tx: EntityManager) {
    return (await stored(tx)).map(shown);
  }

  prepare(wanted: UserItem[], { prune, roles }: Import): Promise<Prepared> {
    const write = async (tx: EntityManager) => {
      const before = new Map((await stored(tx)).map((it) => [it.id, it]));
      const named = new Set(wanted.map(({ id }) => id));
      for (const { id, revision } of [...before.values()].filter((it) => prune && !named.has(it.id))) {
        await this.forgetUser.now(id, revision, tx);
      }
      const becoming = wanted.filter((item) => {
        const was = before.get(item.id);
        return was !== undefined && isChange(was, item);
      });
      await this.users.makeWay(becoming, tx);
      for (const [index, item] of wanted.entries()) {
        await at(String(index), () => this.put(item, { before: before.get(item.id), roles, tx }));
      }
    };
    return Promise.resolve({ write });
  }

  private async put(item: UserItem, { before, roles, tx }: Circumstances): Promise<void> {
    const { id, subscriptions, ...body } = item;
    const subscribed = before?.subscriptions ?? [];
    let { revision } = before ?? { revision: undefined };
    if (!before || isChange(before, item)) {
      const precondition = { revision, mustBeNew: false };
      ({ revision } = await this.users.put(id, { body, precondition, roles }, tx));
    }
    if (subscriptions === undefined || changedFields({ subscribed }, { subscribed: subscriptions }).length === 0)
      return;
    await this.users.amend(id, revision!, { subscriptions }, tx);
  }
}

interface Circumstances {
  readonly before: User | undefined;
  readonly roles: Import['roles'];
  readonly tx: EntityManager;
}

const isChange = (was: User, item: UserItem): boolean =>
  changedFields(userFields.parse(directoryUserOf(was)), userFields.parse(item)).length > 0;

const shown = (user: User): UserItem => userItem.parse(directoryUserOf(user));

const stored = (tx: EntityManager): Promise<User[]> => tx.find(User, { order: { name: 'ASC' } });
