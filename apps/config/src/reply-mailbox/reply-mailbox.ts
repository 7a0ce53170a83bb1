import { ReplyMailboxDocument, type TestReport } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Injectable } from '@nestjs/common';
import type { Precondition } from '../concurrency/precondition.js';
import { KeyRings } from '../secrets/key-rings.js';
import { SendingProfiles } from '../sending-profiles/sending-profiles.js';
import type { Typed } from '../settings/draft.js';
import { SettingsStore } from '../settings/settings-store.js';
import { TriedSettings } from '../settings/tried-settings.js';
import { TrySettings } from '../trial/try-settings.js';
import { imapSettingsOf, type ReplyMailboxBody } from './reply-mailbox-body.js';
import { viewOf, type ReplyMailboxView } from './reply-mailbox-view.js';

/** Who saves, and based on what. */
interface Save {
  readonly precondition: Precondition;
  readonly userId: string;
}

/** The mailbox that replies come in by. */
@Injectable()
export class ReplyMailbox {
  private readonly settings: TriedSettings;

  constructor(
    rings: KeyRings,
    store: SettingsStore,
    private readonly trySettings: TrySettings,
    private readonly sendingProfiles: SendingProfiles,
  ) {
    this.settings = new TriedSettings(store, { contract: ReplyMailboxDocument, ring: rings.inbound });
  }

  async read(): Promise<ReplyMailboxView> {
    return viewOf(await this.settings.read());
  }

  /**
   * Enabled, it is tested first, and only what works is saved; disabled, it is saved as it is, for later.
   * Throws `TrialFailed`, or `settings.sending_first` while there is no mail that anybody could answer.
   */
  async save(body: ReplyMailboxBody, save: Save): Promise<ReplyMailboxView> {
    const [passed, trial] = body.enabled ? (['test', this.tryForUse] as const) : (['none', undefined] as const);
    return viewOf(await this.settings.save(typed(body), { ...save, passed, trial }));
  }

  /** Logs in and looks, with a draft, which is not saved, or with what is stored. */
  test(body: ReplyMailboxBody | undefined): Promise<TestReport> {
    return this.settings.test(body && typed(body), (document) => this.trySettings.replyMailbox(document));
  }

  private readonly tryForUse = async (document: object): Promise<TestReport> => {
    if (!(await this.sendingProfiles.isProven())) throw new Failure('settings.sending_first');
    return this.trySettings.replyMailbox(document);
  };
}

const typed = (body: ReplyMailboxBody): Typed => ({ values: imapSettingsOf(body), password: body.password });
