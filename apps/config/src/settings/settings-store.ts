import { ConfigChangedV1 } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Outbox } from '@replyline/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { SOURCE } from '../source.js';
import { documentOf, keyOf, type Draft, type Place } from './draft.js';
import { StoredSettings, type Passed } from './stored-settings.entity.js';

/** What is known about a save beside the settings themselves. */
interface Saving {
  readonly draft: Draft;
  readonly passed: Passed;
  readonly savedBy: string;
}

/** Keeps settings. A save stands in the table, goes to the bucket and is announced: all of it or nothing. */
@Injectable()
export class SettingsStore {
  private readonly logger = new Logger('Settings');

  constructor(
    private readonly db: DataSource,
    private readonly outbox: Outbox,
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
    const { draft } = saving;
    if (!(await write(tx, document, saving))) throw new Failure('request.precondition_failed');
    await this.outbox.put(tx, place.contract, place.id, documentOf(place, draft));
    const changed = { document, revision: draft.revision, fields: [...draft.fields] };
    await this.outbox.add(tx, ConfigChangedV1.make(changed, { source: SOURCE, subject: document }));
    return tx.findOneByOrFail(StoredSettings, { document });
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
  const insert = tx.createQueryBuilder().insert().into(StoredSettings).values(row).orIgnore().returning('revision');
  return ((await insert.execute()).raw as unknown[]).length === 1;
}
