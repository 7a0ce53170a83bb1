import type { DirectoryUser } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { cutPage, writeCursor, type Page } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { z } from 'zod';
import type { NamePlace, UserQuery } from './user-body.js';
import { directoryUserOf, User } from './user.entity.js';

const uuid = z.uuid();

interface TestReader {
  readonly recipient: string;
  readonly locale: string | undefined;
}

/** Reads the directory. */
@Injectable()
export class FindUsers {
  constructor(private readonly db: DataSource) {}

  /** Throws `request.not_found`. */
  async one(id: string): Promise<DirectoryUser> {
    const user = await this.find(id);
    if (!user) throw new Failure('request.not_found');
    return directoryUserOf(user);
  }

  /** Those of the ids that are somebody. */
  async some(ids: readonly string[]): Promise<DirectoryUser[]> {
    return (await this.db.manager.findBy(User, { id: In(ids) })).map(directoryUserOf);
  }

  /**
   * Where the test mail of a caller goes, and in what language it can be read there: of an address that is nobody's here,
   * in that of the caller. Throws `settings.caller_has_no_address` where he names none.
   */
  async readerOfTest(callerId: string, named: string | undefined): Promise<TestReader> {
    const caller = await this.find(callerId);
    const recipient = named ?? caller?.address;
    if (recipient === undefined) throw new Failure('settings.caller_has_no_address');
    const reader = named === undefined ? caller : ((await this.withAddress(named)) ?? caller);
    return { recipient, locale: reader?.locale };
  }

  /** In the order of their names. */
  async page({ limit, cursor, search, ...filters }: UserQuery): Promise<Page<DirectoryUser>> {
    const select = this.db.manager
      .createQueryBuilder(User, 'u')
      .orderBy('u.name')
      .limit(limit + 1);
    for (const [name, condition] of Object.entries(CONDITIONS)) {
      const value = filters[name as keyof typeof CONDITIONS];
      if (value !== undefined) select.andWhere(condition, { [name]: value });
    }
    if (search !== undefined) select.andWhere(SEARCH, { part: `%${search.replace(/[\\%_]/g, '\\$&')}%` });
    if (cursor) select.andWhere('u.name > :after', { after: cursor.name });
    const found = (await select.getMany()).map(directoryUserOf);
    return cutPage(found, limit, ({ name }) => writeCursor<NamePlace>({ name }));
  }

  private withAddress(address: string): Promise<User | null> {
    return this.db.manager.createQueryBuilder(User, 'u').where(CONDITIONS.address, { address }).getOne();
  }

  /** Anything may be asked for: the `sub` of a service's token is no UUID. */
  private find(id: string): Promise<User | null> {
    return uuid.safeParse(id).success ? this.db.manager.findOneBy(User, { id }) : Promise.resolve(null);
  }
}

/** The filters of the list. Arrays are compared by containment, which their index serves. */
const CONDITIONS = {
  name: 'u.name = :name',
  address: 'EXISTS (SELECT FROM directory_address a WHERE a.user_id = u.id AND a.address = lower(:address))',
  group: 'u.groups @> ARRAY[:group]',
  role: 'u.roles @> ARRAY[:role]',
} as const;

/** What people type into a search box. */
const SEARCH = `(u.name ILIKE :part OR u.display_name ILIKE :part
  OR EXISTS (SELECT FROM directory_address a WHERE a.user_id = u.id AND a.address ILIKE :part))`;
