import { ReplyMailboxDocument, mailboxSettings } from '@replyline/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { replyMailboxBody, type ReplyMailboxBody } from '../../reply-mailbox/reply-mailbox-body.js';
import { ReplyMailbox } from '../../reply-mailbox/reply-mailbox.js';
import { StoredSettings } from '../../settings/stored-settings.entity.js';
import type { Import, Prepared, Section } from '../section.js';
import { exported } from './exported.js';

/** Enabled, it is tried like by hand: only what works is saved. */
@Injectable()
export class ReplyMailboxSection implements Section<ReplyMailboxBody> {
  readonly name = 'replyMailbox';
  readonly schema = replyMailboxBody;

  constructor(private readonly mailbox: ReplyMailbox) {}

  async read(tx: EntityManager) {
    const stored = await tx.findOneBy(StoredSettings, { document: ReplyMailboxDocument.key() });
    return stored ? exported(stored.values, mailboxSettings) : undefined;
  }

  prepare(wanted: ReplyMailboxBody, how: Import): Promise<Prepared> {
    return this.mailbox.prepare(wanted, how);
  }
}
