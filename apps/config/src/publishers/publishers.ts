import { CONVERSATION_PUBLISHER, PublisherDocument, publisherFields, type Publisher } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Outbox } from '@replyline/messaging';
import { cutPage, writeCursor, type Page } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan, type EntityManager } from 'typeorm';
import { Announce } from '../announce/announce.js';
import { assertBasedOn, type Precondition } from '../concurrency/precondition.js';
import { changedFields } from '../settings/changed-fields.js';
import type { NamePlace, PublisherBody, PublisherQuery } from './publisher-body.js';
import { StoredPublisher } from './publisher.entity.js';

/** Which services may ask for notifications, and what each may claim. Whoever is not here may ask for nothing. */
@Injectable()
export class Publishers {
  constructor(
    private readonly db: DataSource,
    private readonly outbox: Outbox,
    private readonly announce: Announce,
  ) {}

  /** Throws `request.not_found`. */
  async one(name: string): Promise<Publisher> {
    const stored = await this.db.manager.findOneBy(StoredPublisher, { name });
    if (!stored) throw new Failure('request.not_found');
    return stored;
  }

  async page({ limit, cursor }: PublisherQuery): Promise<Page<Publisher>> {
    const found = await this.db.manager.find(StoredPublisher, {
      where: cursor ? { name: MoreThan(cursor.name) } : {},
      order: { name: 'ASC' },
      take: limit + 1,
    });
    return cutPage(found, limit, ({ name }) => writeCursor<NamePlace>({ name }));
  }

  /** Two first saves of one name: the later one is told that somebody else was first. */
  put(
    name: string,
    body: PublisherBody,
    precondition: Precondition,
    within: EntityManager = this.db.manager,
  ): Promise<Publisher> {
    return within.transaction(async (tx) => {
      await tx.query(`LOCK TABLE publisher IN SHARE ROW EXCLUSIVE MODE`);
      const before = await tx.findOneBy(StoredPublisher, { name });
      assertBasedOn(before?.revision, precondition);
      const after = { ...body, name, revision: (before?.revision ?? 0) + 1 };
      await tx.save(StoredPublisher, after);
      await this.outbox.put(tx, PublisherDocument, name, after);
      const fields = changedFields(before ? publisherFields.parse(before) : {}, body);
      await this.announce.changed(tx, { ...documentOf(after), fields });
      return after;
    });
  }

  /** Throws `publisher.needed` for conversation: mentions and answers would end with it. */
  async remove(name: string, revision: number | undefined, within: EntityManager = this.db.manager): Promise<void> {
    if (name === CONVERSATION_PUBLISHER.name) throw new Failure('publisher.needed');
    await within.transaction(async (tx) => {
      const lock = { mode: 'pessimistic_write' } as const;
      const before = await tx.findOne(StoredPublisher, { where: { name }, lock });
      if (!before) throw new Failure('request.not_found');
      assertBasedOn(before.revision, { revision, mustBeNew: false });
      await tx.delete(StoredPublisher, { name });
      await this.outbox.remove(tx, PublisherDocument, name);
      await this.announce.changed(tx, { ...documentOf({ name, revision: before.revision + 1 }), fields: ['name'] });
    });
  }

  /** Each under the lock of its row, so that a save in this moment is not overtaken by what was there before it. */
  async sayAgain(): Promise<number> {
    const names = await this.db.manager.find(StoredPublisher, { select: { name: true } });
    for (const { name } of names) await this.db.transaction((tx) => this.say(tx, name));
    return names.length;
  }

  private async say(tx: EntityManager, name: string): Promise<void> {
    const lock = { mode: 'pessimistic_write' } as const;
    const stored = await tx.findOne(StoredPublisher, { where: { name }, lock });
    if (stored) await this.outbox.put(tx, PublisherDocument, name, stored);
  }
}

const documentOf = ({ name, revision }: Pick<Publisher, 'name' | 'revision'>) => ({
  document: PublisherDocument.key(name),
  revision,
});
