import type { TestReport } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import type { EntityManager } from 'typeorm';
import { assertBasedOn, type Precondition } from '../concurrency/precondition.js';
import { assertPassed } from '../trial/trial-failed.js';
import { documentOf, draftOf, storedDraft, type Place, type Typed } from './draft.js';
import type { Saving, SettingsStore } from './settings-store.js';
import type { Passed, StoredSettings } from './stored-settings.entity.js';

/** Has a document tried by the service that will read it. */
export type Trial = (document: object) => Promise<TestReport>;

/** What was prepared: how it is saved, and what it has passed then. */
export interface PreparedSave {
  readonly write: (tx: EntityManager) => Promise<void>;
  readonly passed: Passed;
}

interface Save {
  readonly precondition: Precondition;
  readonly userId: string;
  /** What the trial proves. */
  readonly passed: Passed;
  /** Absent where it is saved untried. */
  readonly trial: Trial | undefined;
  readonly check?: Saving['check'];
}

/** The settings of one place, whatever they are for: read, tried, and saved when they work. */
export class TriedSettings {
  constructor(
    private readonly store: SettingsStore,
    private readonly place: Place,
  ) {}

  find(): Promise<StoredSettings | undefined> {
    return this.store.find(this.place);
  }

  /** Throws `request.not_found`. */
  async read(): Promise<StoredSettings> {
    const stored = await this.find();
    if (!stored) throw new Failure('request.not_found');
    return stored;
  }

  /** Throws `TrialFailed` when they do not work, and then nothing is saved. */
  async save(typed: Typed, { precondition, userId, passed, trial, check }: Save): Promise<StoredSettings> {
    const before = await this.find();
    assertBasedOn(before?.revision, precondition);
    const draft = draftOf(this.place, before, typed);
    if (trial) assertPassed(await trial(documentOf(this.place, draft)));
    return this.store.save(this.place, { draft, passed, savedBy: userId, ...(check && { check }) });
  }

  /**
   * Tries what differs from what is stored, and answers how to save it later, in a transaction with more than this.
   * Throws `TrialFailed`; the write throws `request.precondition_failed` when it was saved otherwise meanwhile.
   */
  async prepare(typed: Typed, { userId, passed, trial, check }: Omit<Save, 'precondition'>): Promise<PreparedSave> {
    const before = await this.find();
    const draft = draftOf(this.place, before, typed);
    if (before && draft.fields.length === 0) return { write: () => Promise.resolve(), passed: before.passed };
    if (trial) assertPassed(await trial(documentOf(this.place, draft)));
    const saving = { draft, passed, savedBy: userId, ...(check && { check }) };
    return { write: async (tx) => void (await this.store.saveIn(tx, this.place, saving)), passed };
  }

  /** Throws `request.not_found`, `request.precondition_failed`. */
  async remove(revision: number | undefined, within?: EntityManager): Promise<void> {
    const stored = await this.read();
    assertBasedOn(stored.revision, { revision, mustBeNew: false });
    await this.store.remove(this.place, stored, within);
  }

  /** Tries a draft, without saving it, or what is stored. */
  async test(typed: Typed | undefined, trial: Trial): Promise<TestReport> {
    if (!typed) return this.testStored(trial);
    return trial(documentOf(this.place, draftOf(this.place, await this.find(), typed)));
  }

  /** Tries a draft or what is stored, and notes nothing. */
  async validate(typed: Typed | undefined, trial: Trial): Promise<TestReport> {
    if (typed) return this.test(typed, trial);
    return trial(documentOf(this.place, storedDraft(await this.read())));
  }

  private async testStored(trial: Trial): Promise<TestReport> {
    const stored = await this.read();
    const report = await trial(documentOf(this.place, storedDraft(stored)));
    if (report.outcome === 'ok') await this.store.markTested(stored);
    return report;
  }
}
