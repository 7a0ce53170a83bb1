import { ReplyMailboxDocument, type TestReport } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Injectable } from '@nestjs/common';
import { assertBasedOn, type Precondition } from '../concurrency/precondition.js';
import { KeyRings } from '../secrets/key-rings.js';
import { SendingProfiles } from '../sending-profiles/sending-profiles.js';
import { documentOf, draftOf, storedDraft, type Place, type Typed } from '../settings/draft.js';
import { SettingsStore } from '../settings/settings-store.js';
import { assertPassed } from '../trial/trial-failed.js';
import { TrySettings } from '../trial/try-settings.js';
import { imapSettingsOf, type ReplyMailboxBody } from './reply-mailbox-body.js';
import { viewOf, type ReplyMailboxView } from './reply-mailbox-view.js';

/** Who saves, and based on what. */
export interface Save {
  readonly precondition: Precondition;
  readonly userId: string;
}

/** The mailbox that replies come in by. */
@Injectable()
export class ReplyMailbox {
  private readonly place: Place;

  constructor(
    rings: KeyRings,
    private readonly store: SettingsStore,
    private readonly trySettings: TrySettings,
    private readonly sendingProfiles: SendingProfiles,
  ) {
    this.place = { contract: ReplyMailboxDocument, ring: rings.inbound };
  }

  async read(): Promise<ReplyMailboxView> {
    return viewOf(await this.stored());
  }

  /**
   * Enabled, it is tested first, and only what works is saved; disabled, it is saved as it is, for later.
   * Throws `TrialFailed`, or `settings.sending_first` while there is no mail that anybody could answer.
   */
  async save(body: ReplyMailboxBody, { precondition, userId }: Save): Promise<ReplyMailboxView> {
    const before = await this.store.find(this.place);
    assertBasedOn(before?.revision, precondition);
    const draft = draftOf(this.place, before, typed(body));
    if (body.enabled) {
      if (!(await this.sendingProfiles.isProven())) throw new Failure('settings.sending_first');
      assertPassed(await this.trySettings.replyMailbox(documentOf(this.place, draft)));
    }
    const passed = body.enabled ? 'test' : 'none';
    return viewOf(await this.store.save(this.place, { draft, passed, savedBy: userId }));
  }

  /** Logs in and looks, with a draft, which is not saved, or with what is stored. */
  async test(body: ReplyMailboxBody | undefined): Promise<TestReport> {
    if (!body) return this.testStored();
    const draft = draftOf(this.place, await this.store.find(this.place), typed(body));
    return this.trySettings.replyMailbox(documentOf(this.place, draft));
  }

  private async testStored(): Promise<TestReport> {
    const stored = await this.stored();
    const report = await this.trySettings.replyMailbox(documentOf(this.place, storedDraft(stored)));
    if (report.outcome === 'ok') await this.store.markTested(stored);
    return report;
  }

  private async stored() {
    const stored = await this.store.find(this.place);
    if (!stored) throw new Failure('request.not_found');
    return stored;
  }
}

const typed = (body: ReplyMailboxBody): Typed => ({ values: imapSettingsOf(body), password: body.password });
