import { mailboxSettings, ReplyMailboxDocument } from '@replyline/contracts';
import { Injectable } from '@nestjs/common';
import { Like, type EntityManager } from 'typeorm';
import { z } from 'zod';
import { ReplyMailbox } from '../../reply-mailbox/reply-mailbox.js';
import { StoredSettings } from '../../settings/stored-settings.entity.js';
import { at } from '../at.js';
import { replyMailboxItem, type ReplyMailboxItem } from '../configuration-body.js';
import type { Import, Prepared, Section } from '../section.js';
import { exported } from './exported.js';

const PREFIX = ReplyMailboxDocument.key('');

/** What is read beside the main reply mailbox. Each is tested like by hand where it is enabled: only what works is saved. */
@Injectable()
export class ReplyMailboxesSection implements Section<ReplyMailboxItem[]> {
  readonly name = 'replyMailboxes';
  readonly schema = z.array(replyMailboxItem);

  constructor(private readonly mailbox: ReplyMailbox) {}

  async read(tx: EntityManager) {
    return (await stored(tx)).map(({ document, values }) => ({
      name: nameOf(document),
      settings: exported(values, mailboxSettings),
    }));
  }

  async prepare(wanted: ReplyMailboxItem[], how: Import): Promise<Prepared> {
    const [writes, finishes]: [Prepared['write'][], Prepared['write'][]] = [[], []];
    for (const [index, { name, settings }] of wanted.entries()) {
      const { write, finish } = await at(`${index}.settings`, () => this.mailbox.prepare(settings, how, name));
      writes.push((tx) => at(`${index}.settings`, () => write(tx)));
      finishes.push((tx) => at(`${index}.settings`, () => finish(tx)));
    }
    const named = new Set(wanted.map(({ name }) => name));
    return {
      write: async (tx) => {
        if (how.prune) await this.removeAllBut(named, tx);
        for (const write of writes) await write(tx);
      },
      finish: async (tx) => {
        for (const finish of finishes) await finish(tx);
      },
    };
  }

  private async removeAllBut(named: ReadonlySet<string>, tx: EntityManager): Promise<void> {
    for (const { document, revision } of await stored(tx)) {
      const name = nameOf(document);
      if (!named.has(name)) await this.mailbox.remove(name, revision, tx);
    }
  }
}

const nameOf = (document: string): string => document.slice(PREFIX.length);

const stored = (tx: EntityManager): Promise<StoredSettings[]> =>
  tx.find(StoredSettings, { where: { document: Like(`${PREFIX}%`) }, order: { document: 'ASC' } });
