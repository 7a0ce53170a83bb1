import { SendingProfileDocument, SYSTEM_PROFILE, type TestReport } from '@replyline/contracts';
import { Injectable } from '@nestjs/common';
import type { Precondition } from '../concurrency/precondition.js';
import { KeyRings } from '../secrets/key-rings.js';
import type { Typed } from '../settings/draft.js';
import { SettingsStore } from '../settings/settings-store.js';
import type { Passed } from '../settings/stored-settings.entity.js';
import { TriedSettings, type Trial } from '../settings/tried-settings.js';
import { TrySettings } from '../trial/try-settings.js';
import { FindUsers } from '../users/find-users.js';
import { smtpSettingsOf, type SendingProfileBody } from './sending-profile-body.js';
import { viewOf, type SendingProfileView } from './sending-profile-view.js';

/** Who saves, based on what, and what must be tried before. */
interface Save {
  readonly precondition: Precondition;
  readonly require: Passed;
  readonly userId: string;
}

/** The system sending profile: how mail leaves. */
@Injectable()
export class SendingProfiles {
  private readonly settings: TriedSettings;

  constructor(
    rings: KeyRings,
    store: SettingsStore,
    private readonly trySettings: TrySettings,
    private readonly users: FindUsers,
  ) {
    const place = { contract: SendingProfileDocument, id: SYSTEM_PROFILE, ring: rings.outbound };
    this.settings = new TriedSettings(store, place);
  }

  async read(): Promise<SendingProfileView> {
    return viewOf(SYSTEM_PROFILE, await this.settings.read());
  }

  /** Whether mail that somebody could answer has left through what is saved now. */
  async isProven(): Promise<boolean> {
    return (await this.settings.find())?.passed === 'test';
  }

  /** Saves what works. Throws `TrialFailed` when it does not, and then nothing is saved. */
  async save(body: SendingProfileBody, { require, ...save }: Save): Promise<SendingProfileView> {
    const trial = this.trialOf(require, save.userId);
    return viewOf(SYSTEM_PROFILE, await this.settings.save(typed(body), { ...save, passed: require, trial }));
  }

  /** Sends the caller a test mail through a draft, without saving it, or through what is stored. */
  test(body: SendingProfileBody | undefined, userId: string): Promise<TestReport> {
    return this.settings.test(body && typed(body), this.mailTo(userId));
  }

  private trialOf(require: Passed, userId: string): Trial | undefined {
    if (require === 'none') return undefined;
    return require === 'test' ? this.mailTo(userId) : (document) => this.trySettings.sendingProfile(document);
  }

  private mailTo(userId: string): Trial {
    return async (document) => this.trySettings.sendingProfile(document, await this.users.addressOf(userId));
  }
}

const typed = (body: SendingProfileBody): Typed => ({
  values: smtpSettingsOf(body),
  secrets: { password: body.password },
});
