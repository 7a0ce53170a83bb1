import { SendingProfileDocument, SYSTEM_PROFILE, type TestReport } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Injectable } from '@nestjs/common';
import { assertBasedOn, type Precondition } from '../concurrency/precondition.js';
import { KeyRings } from '../secrets/key-rings.js';
import { documentOf, draftOf, storedDraft, type Place, type Typed } from '../settings/draft.js';
import { SettingsStore } from '../settings/settings-store.js';
import type { Passed } from '../settings/stored-settings.entity.js';
import { assertPassed } from '../trial/trial-failed.js';
import { TrySettings } from '../trial/try-settings.js';
import { FindUsers } from '../users/find-users.js';
import { smtpSettingsOf, type SendingProfileBody } from './sending-profile-body.js';
import { viewOf, type SendingProfileView } from './sending-profile-view.js';

/** Who saves, based on what, and what must be tried before. */
export interface Save {
  readonly precondition: Precondition;
  readonly require: Passed;
  readonly userId: string;
}

/** The system sending profile: how mail leaves. */
@Injectable()
export class SendingProfiles {
  private readonly place: Place;

  constructor(
    rings: KeyRings,
    private readonly store: SettingsStore,
    private readonly trySettings: TrySettings,
    private readonly users: FindUsers,
  ) {
    this.place = { contract: SendingProfileDocument, id: SYSTEM_PROFILE, ring: rings.outbound };
  }

  async read(): Promise<SendingProfileView> {
    return viewOf(SYSTEM_PROFILE, await this.stored());
  }

  /** Whether mail that somebody could answer has left through what is saved now. */
  async isProven(): Promise<boolean> {
    return (await this.store.find(this.place))?.passed === 'test';
  }

  /** Saves what works. Throws `TrialFailed` when it does not, and then nothing is saved. */
  async save(body: SendingProfileBody, { precondition, require, userId }: Save): Promise<SendingProfileView> {
    const before = await this.store.find(this.place);
    assertBasedOn(before?.revision, precondition);
    const draft = draftOf(this.place, before, typed(body));
    if (require !== 'none') {
      const recipient = require === 'test' ? await this.users.addressOf(userId) : undefined;
      assertPassed(await this.trySettings.sendingProfile(documentOf(this.place, draft), recipient));
    }
    return viewOf(SYSTEM_PROFILE, await this.store.save(this.place, { draft, passed: require, savedBy: userId }));
  }

  /** Sends the caller a test mail through a draft, without saving it, or through what is stored. */
  test(body: SendingProfileBody | undefined, userId: string): Promise<TestReport> {
    return body ? this.testDraft(body, userId) : this.testStored(userId);
  }

  private async testDraft(body: SendingProfileBody, userId: string): Promise<TestReport> {
    const draft = draftOf(this.place, await this.store.find(this.place), typed(body));
    return this.trySettings.sendingProfile(documentOf(this.place, draft), await this.users.addressOf(userId));
  }

  private async testStored(userId: string): Promise<TestReport> {
    const stored = await this.stored();
    const document = documentOf(this.place, storedDraft(stored));
    const report = await this.trySettings.sendingProfile(document, await this.users.addressOf(userId));
    if (report.outcome === 'ok') await this.store.markTested(stored);
    return report;
  }

  private async stored() {
    const stored = await this.store.find(this.place);
    if (!stored) throw new Failure('request.not_found');
    return stored;
  }
}

const typed = (body: SendingProfileBody): Typed => ({ values: smtpSettingsOf(body), password: body.password });
