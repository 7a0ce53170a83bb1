import { CONVERSATION_PUBLISHER, publisherFields } from '@replyline/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { StoredPublisher } from '../../publishers/publisher.entity.js';
import { Publishers } from '../../publishers/publishers.js';
import { changedFields } from '../../settings/changed-fields.js';
import { publisherItem, type PublisherItem } from '../configuration-body.js';
import type { Import, Prepared, Section } from '../section.js';

@Injectable()
export class PublishersSection implements Section<PublisherItem[]> {
  readonly name = 'publishers';
  readonly schema = z.array(publisherItem);

  constructor(private readonly publishers: Publishers) {}

  async read(tx: EntityManager) {
    return (await stored(tx)).map((it) => ({ name: it.name, ...publisherFields.parse(it) }));
  }

  prepare(wanted: PublisherItem[], { prune }: Import): Promise<Prepared> {
    const write = async (tx: EntityManager) => {
      const before = new Map((await stored(tx)).map((it) => [it.name, it]));
      for (const item of wanted) await this.put(item, before.get(item.name), tx);
      const named = new Set([CONVERSATION_PUBLISHER.name, ...wanted.map(({ name }) => name)]);
      const left = [...before.values()].filter(({ name }) => prune && !named.has(name));
      for (const { name, revision } of left) await this.publishers.remove(name, revision, tx);
    };
    return Promise.resolve({ write });
  }

  private async put({ name, ...fields }: PublisherItem, before: StoredPublisher | undefined, tx: EntityManager) {
    if (before && changedFields(publisherFields.parse(before), fields).length === 0) return;
    await this.publishers.put(name, fields, { revision: before?.revision, mustBeNew: false }, tx);
  }
}

const stored = (tx: EntityManager): Promise<StoredPublisher[]> => tx.find(StoredPublisher, { order: { name: 'ASC' } });
