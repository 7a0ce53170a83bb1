import { Failure } from '@replyline/errors';
import { Outbox } from '@replyline/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Announce } from '../announce/announce.js';
import { changedFields } from './changed-fields.js';
import { REFUSALS, refusalOf } from './refusal.js';
import { documentOf, keyOf, type Draft, type Place } from './draft.js';
import { StoredSettings, type Passed } from './stored-settings.entity.js';

/** What is known about a save beside the settings themselves. */
export interface Saving {
  readonly draft: Draft;
  readonly passed: Passed;
  readonly savedBy: string;
  /** What must hold for the settings when they are saved, and stay so: that a certificate is there. */
  readonly check?: (tx: EntityManager) => Promise<void>;
}

/** Keeps settings. A save stands in the table, goes to the bucket and is announced: all of it or nothing. */
@Injectable()
export class SettingsStore {
  private readonly logger = new Logger('Settings');

  constructor(
    private readonly db: DataSource,
    private readonly outbox: Outbox,
    private readonly announce: Announce,
  ) {}

  async find(place: Place): Promise<StoredSettings | undefined> {
    return (await this.db.manager.findOneBy(StoredSettings, { document: keyOf(place) })) ?? undefined;
  }

  /** Throws `request.precondition_failed` when somebody else saved this revision first. */
  async save(place: Place, saving: Saving): Promise<StoredSettings> {
    const stored = await this.db.transaction((tx) => this.saveIn(tx, place, saving));
    const { document, revision } = stored;
    this.logger.log({ document, revision }, 'settings saved');
    return stored;
  }

  /** Part of a transaction that saves more than this. */
  async saveIn(tx: EntityManager, place: Place, saving: Saving): Promise<StoredSettings> {
    const document = keyOf(place);
    const { draft, check } = saving;
    await check?.(tx);
    if (!(await write(tx, document, saving))) throw new Failure('request.precondition_failed');
    await this.outbox.put(tx, place.contract, place.id, documentOf(place, draft));
    await this.announce.changed(tx, { document, revision: draft.revision, fields: draft.fields });
    return tx.findOneByOrFail(StoredSettings, { document });
  }

  /** Throws `request.precondition_failed` unless this very revision is there. */
  async remove(place: Place, stored: StoredSettings, within: EntityManager = this.db.manager): Promise<void> {
    const { document, revision, values, placement } = stored;
    await within.transaction(async (tx) => {
      const { affected } = await tx.delete(StoredSettings, { document, revision });
      if (affected !== 1) throw new Failure('request.precondition_failed');
      await this.outbox.remove(tx, place.contract, place.id);
      const fields = changedFields({ ...values, ...placement }, {});
      await this.announce.changed(tx, { document, revision: revision + 1, fields });
    });
  }

  /** The profiles that log in as the reply mailbox does. */
  withSameLogin(): Promise<StoredSettings[]> {
    const select = this.db.manager.createQueryBuilder(StoredSettings, 's');
    return select.where(`s."values"->>'authentication' = 'same-as-incoming'`).orderBy('s.document').getMany();
  }

  /** Notes that what is stored has passed a test. The settings are as they were, so their revision is too. */
  async markTested({ document, revision }: StoredSettings): Promise<void> {
    await this.db.manager.update(StoredSettings, { document, revision }, { passed: 'test' });
  }
}

/** True when nothing but the revision before this one was replaced. */
async function write(tx: EntityManager, document: string, { draft, passed, savedBy }: Saving): Promise<boolean> {
  const { revision, values, placement, secrets } = draft;
  const row = { document, revision, values, placement, secrets, passed, savedBy, savedAt: () => 'now()' };
  if (revision > 1) {
    return (await tx.update(StoredSettings, { document, revision: revision - 1 }, row)).affected === 1;
  }
  try {
    await tx.insert(StoredSettings, row);
    return true;
  } catch (error) {
    throw refusalOf(error, REFUSALS);
  }
}
