import { randomUUID } from 'node:crypto';
import { DirectoryUserDocument, userFields, type DirectoryUser } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Outbox } from '@replyline/messaging';
import { FailureAt, uuid, type Role } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AlternativeSenders } from '../alternative-senders/alternative-senders.js';
import { Announce } from '../announce/announce.js';
import { assertBasedOn, type Precondition } from '../concurrency/precondition.js';
import { changedFields } from '../settings/changed-fields.js';
import { mayWrite } from './may-write.js';
import { refusalOf } from '../settings/refusal.js';
import { REFUSALS } from './refusal.js';
import type { UserBody } from './user-body.js';
import { directoryUserOf, User } from './user.entity.js';

/** What somebody wants a user to be. */
interface Change {
  readonly body: UserBody;
  readonly precondition: Precondition;
  /** Of whoever wants it. */
  readonly roles: readonly Role[];
}

/** Who changes the groups of a person, and to what. */
interface Regrouping {
  readonly roles: readonly Role[];
  readonly regrouped: (groups: string[]) => string[];
}

/** As many as `userFields` has room for. */
const MOST_GROUPS = 200;
const TOO_MANY = { path: 'groups', message: `has room for ${MOST_GROUPS}: take the user out of another group first` };

type Own = Pick<User, 'subscriptions' | 'locale' | 'timeZone'>;

/** Who the users are. A change stands in the table, goes to the directory and is announced: all of it or nothing. */
@Injectable()
export class Users {
  constructor(
    private readonly db: DataSource,
    private readonly outbox: Outbox,
    private readonly announcement: Announce,
    private readonly senders: AlternativeSenders,
  ) {}

  create(change: Omit<Change, 'precondition'>): Promise<DirectoryUser> {
    return this.put(randomUUID(), { ...change, precondition: { mustBeNew: true } });
  }

  /**
   * Throws `access.denied` when the caller may not, `request.conflict` when the name or the address is somebody else's.
   */
  async put(id: string, change: Change, within: EntityManager = this.db.manager): Promise<DirectoryUser> {
    try {
      return await within.transaction((tx) => this.write(tx, id, change));
    } catch (error) {
      throw refusalOf(error, REFUSALS);
    }
  }

  /**
   * Before several people are written in one transaction: nobody keeps a name or an address that becomes another one's. Who
   * has which is looked at when each of them is written.
   */
  async makeWay(users: readonly Pick<User, 'id' | 'name'>[], tx: EntityManager): Promise<void> {
    const [ids, names] = [users.map(({ id }) => id), users.map(({ name }) => name)];
    // Before their addresses, as whoever writes one of them does: so that the two never wait for each other in a circle.
    await tx.query(`SELECT FROM directory_user WHERE id = ANY($1) ORDER BY id FOR UPDATE`, [ids]);
    await tx.query(`DELETE FROM directory_address WHERE user_id = ANY($1)`, [ids]);
    await tx.query(
      `UPDATE directory_user u SET name = u.id::text FROM unnest($1::uuid[], $2::text[]) AS becomes (id, name)
       WHERE u.id = becomes.id AND u.name <> becomes.name`,
      [ids, names],
    );
  }

  /** Changes what a person decides himself. Throws `request.not_found`, `request.precondition_*`. */
  amend(id: string, revision: number | undefined, own: Partial<Own>, within?: EntityManager): Promise<DirectoryUser> {
    const change = (before: User) => {
      assertBasedOn(before.revision, { revision, mustBeNew: false });
      return own;
    };
    return this.rewrite(id, change, within);
  }

  /**
   * Puts a person into groups or takes him out, whatever else changed meanwhile; what is so already stays as it is.
   * Throws `request.not_found`, `access.denied` when the caller may not write this person, `request.invalid` at `groups`.
   */
  regroup(id: string, { roles, regrouped }: Regrouping): Promise<DirectoryUser> {
    return this.rewrite(id, (before) => {
      if (!mayWrite(roles, { before: before.roles, after: before.roles })) throw new Failure('access.denied');
      const groups = regrouped(before.groups);
      if (groups.length > MOST_GROUPS) throw new FailureAt('request.invalid', [TOO_MANY]);
      return { groups };
    });
  }

  /** Changes the topics of a person, whatever else changed meanwhile. Throws `request.not_found`. */
  retopic(id: string, changed: (topics: string[]) => string[], within: EntityManager): Promise<DirectoryUser> {
    return this.rewrite(id, ({ subscriptions }) => ({ subscriptions: changed(subscriptions) }), within);
  }

  private rewrite(
    id: string,
    change: (before: User) => Partial<User>,
    within: EntityManager = this.db.manager,
  ): Promise<DirectoryUser> {
    return within.transaction(async (tx) => {
      const before = await locked(tx, id);
      if (!before) throw new Failure('request.not_found');
      const after = { ...before, ...change(before), revision: before.revision + 1 };
      const fields = changedFields(before, after).filter((name) => name !== 'revision');
      if (fields.length === 0) return directoryUserOf(before);
      await tx.update(User, { id }, after);
      const user = directoryUserOf(after);
      await this.outbox.put(tx, DirectoryUserDocument, id, user);
      await this.announce(tx, after, fields);
      return user;
    });
  }

  async remove(id: string, revision: number | undefined, within: EntityManager = this.db.manager): Promise<void> {
    await within.transaction(async (tx) => {
      const user = await locked(tx, id);
      if (!user) throw new Failure('request.not_found');
      assertBasedOn(user.revision, { revision, mustBeNew: false });
      await tx.delete(User, { id });
      await this.outbox.remove(tx, DirectoryUserDocument, id);
      await this.announce(tx, { id, revision: user.revision + 1 }, changedFields(fieldsOf(user), {}));
    });
  }

  private async write(tx: EntityManager, id: string, { body, precondition, roles }: Change): Promise<DirectoryUser> {
    const before = await locked(tx, id);
    if (!mayWrite(roles, { before: before?.roles, after: body.roles })) throw new Failure('access.denied');
    assertBasedOn(before?.revision, precondition);
    const { alternativeSender = null } = body;
    if (alternativeSender !== null) await this.senders.assertListed(tx, alternativeSender);
    const row = { ...body, alternativeSender, id, revision: (before?.revision ?? 0) + 1 };
    const after = { ...row, subscriptions: before?.subscriptions ?? [] };
    await (before ? tx.update(User, { id }, row) : tx.insert(User, after));
    await keepAddresses(tx, after);
    const user = directoryUserOf(after);
    await this.outbox.put(tx, DirectoryUserDocument, id, user);
    await this.announce(tx, after, changedFields(fieldsOf(before), body));
    return user;
  }

  private async announce(tx: EntityManager, { id, revision }: Pick<User, 'id' | 'revision'>, fields: string[]) {
    const document = DirectoryUserDocument.key(id);
    await this.announcement.changed(tx, { document, revision, fields });
  }
}

/** Anything may be asked for: the `sub` of a service's token is no UUID. */
const locked = async (tx: EntityManager, id: string): Promise<User | null> =>
  uuid.safeParse(id).success ? tx.findOne(User, { where: { id }, lock: { mode: 'pessimistic_write' } }) : null;

/** What an admin says about a person, and nothing that comes from elsewhere. */
const fieldsOf = (user: User | null): object => (user ? userFields.parse(directoryUserOf(user)) : {});

/** Throws what the index says when somebody else has one of them; naming one twice is naming it once. */
async function keepAddresses(tx: EntityManager, { id, address, otherAddresses }: User): Promise<void> {
  const addresses = [...new Set([address, ...otherAddresses].map(asCompared))].sort();
  await tx.query(`DELETE FROM directory_address WHERE user_id = $1`, [id]);
  await tx.query(`INSERT INTO directory_address (address, user_id) SELECT unnest($1::text[]), $2`, [addresses, id]);
}

/** As the sender of an answer is compared: what looks the same and is, is one address. */
const asCompared = (address: string): string =>
  address
    .replace(/\p{Cf}/gu, '')
    .normalize('NFC')
    .toLowerCase();
