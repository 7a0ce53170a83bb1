import {
  DirectoryUserDocument,
  ReplyMailboxDocument,
  SendingProfileDocument,
  type BucketName,
  type DocumentContract,
} from '@replyline/contracts';
import { Documents, Outbox } from '@replyline/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Certificates } from '../certificates/certificates.js';
import { DkimKeys } from '../dkim-keys/dkim-keys.js';
import { Publishers } from '../publishers/publishers.js';
import { documentOf, storedDraft } from '../settings/draft.js';
import { StoredSettings } from '../settings/stored-settings.entity.js';
import { directoryUserOf, User } from '../users/user.entity.js';

const SETTINGS: readonly DocumentContract[] = [SendingProfileDocument, ReplyMailboxDocument];

/** Says everything again when NATS has lost a bucket: the readers work on, but one that starts anew would know nothing. */
@Injectable()
export class SayAgain {
  private readonly logger = new Logger('SayAgain');

  constructor(
    private readonly db: DataSource,
    private readonly outbox: Outbox,
    private readonly certificates: Certificates,
    private readonly publishers: Publishers,
    private readonly dkimKeys: DkimKeys,
    documents: Documents,
  ) {
    documents.onNewBucket((bucket) => this.all(bucket));
  }

  private async all(bucket: BucketName): Promise<void> {
    const said = bucket === 'settings' ? (await this.settings()) + (await this.others()) : await this.users();
    if (said > 0) this.logger.warn({ bucket, said }, 'the bucket is a new one, everything was said again');
  }

  private async others(): Promise<number> {
    let said = 0;
    for (const those of [this.certificates, this.publishers, this.dkimKeys]) said += await those.sayAgain();
    return said;
  }

  private async settings(): Promise<number> {
    const rows = await this.db.manager.find(StoredSettings, { select: { document: true } });
    for (const { document } of rows) await this.db.transaction((tx) => this.setting(tx, document));
    return rows.length;
  }

  /** Under the lock of its row, so that a save in this moment is not overtaken by what was there before it. */
  private async setting(tx: EntityManager, document: string): Promise<void> {
    const contract = SETTINGS.find((it) => document === it.key() || document.startsWith(`${it.key()}.`));
    const stored = await tx.findOne(StoredSettings, { where: { document }, lock: { mode: 'pessimistic_write' } });
    if (!contract || !stored) return;
    const id = document === contract.key() ? {} : { id: document.slice(contract.key().length + 1) };
    await this.outbox.put(tx, contract, id.id, documentOf({ contract, ...id }, storedDraft(stored)));
  }

  private async users(): Promise<number> {
    const rows = await this.db.manager.find(User, { select: { id: true } });
    for (const { id } of rows) await this.db.transaction((tx) => this.user(tx, id));
    return rows.length;
  }

  private async user(tx: EntityManager, id: string): Promise<void> {
    const user = await tx.findOne(User, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (user) await this.outbox.put(tx, DirectoryUserDocument, id, directoryUserOf(user));
  }
}
