import {
  SendingProfileDocument,
  SYSTEM_PROFILE,
  type SendingProfile,
  type SharedPolicy,
  type TestReport,
} from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { admissionOf } from '@replyline/sending-policy';
import { Injectable, Logger } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Certificates } from '../certificates/certificates.js';
import type { Precondition } from '../concurrency/precondition.js';
import { SignedDomains } from '../dkim-keys/signed-domains.js';
import { LinkedAccounts } from '../linked-accounts/linked-accounts.js';
import { KeyRings } from '../secrets/key-rings.js';
import type { Place, Typed } from '../settings/draft.js';
import { SettingsStore } from '../settings/settings-store.js';
import type { Passed, StoredSettings } from '../settings/stored-settings.entity.js';
import { TriedSettings, type PreparedSave, type Trial } from '../settings/tried-settings.js';
import { TrySettings } from '../trial/try-settings.js';
import { FindUsers } from '../users/find-users.js';
import { IncomingLogin, type Login } from './incoming-login.js';
import { profileOf } from './profile-of.js';
import type { Slot } from './profile-slot.js';
import type { SendingProfileBody } from './sending-profile-body.js';
import { viewOf, type SendingProfileView } from './sending-profile-view.js';
import { typedSettings } from './typed-settings.js';

/** Who saves, based on what, and what must be tried before. */
interface Save {
  readonly precondition: Precondition;
  readonly require: Passed;
  readonly userId: string;
}

/** Who wants a test mail, and where it is to go instead of to him. */
interface Tester {
  readonly userId: string;
  readonly recipient?: string | undefined;
  readonly reversePath?: string | undefined;
  /** Trusted beside the uploaded ones. */
  readonly authorities?: readonly string[] | undefined;
}

interface Preparation extends Omit<Save, 'precondition'>, Pick<Tester, 'authorities'> {
  /** Of a reply mailbox that is saved together with this. */
  readonly mailboxLogin?: Login | undefined;
}

/** How mail leaves, in every scope: read, tried, and saved when it works. */
@Injectable()
export class SendingProfiles {
  private readonly logger = new Logger('SendingProfiles');

  constructor(
    private readonly rings: KeyRings,
    private readonly store: SettingsStore,
    private readonly trySettings: TrySettings,
    private readonly users: FindUsers,
    private readonly accounts: LinkedAccounts,
    private readonly certificates: Certificates,
    private readonly incomingLogin: IncomingLogin,
    private readonly signedDomains: SignedDomains,
  ) {}

  /** Throws `request.not_found`. */
  async read(id: string): Promise<SendingProfileView> {
    return this.viewOf(id, await this.settings(id).read());
  }

  /** Whether mail that somebody could answer has left through what is saved now. */
  async isProven(): Promise<boolean> {
    return (await this.settings(SYSTEM_PROFILE).find())?.passed === 'test';
  }

  /** Saves what works. Throws `TrialFailed` when it does not, and then nothing is saved. */
  async save(slot: Slot, body: SendingProfileBody, { require, ...save }: Save): Promise<SendingProfileView> {
    const typed = await this.typed(slot, body);
    const trial = this.trialOf(require, { userId: save.userId });
    return this.viewOf(
      slot.id,
      await this.settings(slot.id).save(typed, { ...save, ...this.checkOf(typed), passed: require, trial }),
    );
  }

  /** Tries what changes, as `save` does, and answers how to save it with more than this. */
  async prepare(slot: Slot, body: SendingProfileBody, how: Preparation): Promise<PreparedSave> {
    const { require, userId, authorities, mailboxLogin } = how;
    const typed = await this.typed(slot, body, mailboxLogin);
    const trial = this.trialOf(require, { userId, authorities });
    return this.settings(slot.id).prepare(typed, { userId, ...this.checkOf(typed), passed: require, trial });
  }

  /** Sends a test mail through a draft, without saving it, or through what is stored. */
  async test(slot: Slot, body: SendingProfileBody | undefined, tester: Tester): Promise<TestReport> {
    await this.assertMayReceive(slot, tester.recipient);
    return this.settings(slot.id).test(body && (await this.typed(slot, body)), this.mailTo(tester));
  }

  /** Tries everything up to the sender; no mail leaves, and nothing is noted. */
  async validate(slot: Slot, body: SendingProfileBody | undefined): Promise<TestReport> {
    return this.settings(slot.id).validate(body && (await this.typed(slot, body)), this.withoutMail);
  }

  /** What would be published if this were saved, without its secrets. */
  async preview(slot: Slot, body: SendingProfileBody): Promise<SendingProfile> {
    const { values, placement = {} } = await this.typed(slot, body);
    return profileOf(slot.id, { values, placement, revision: 1 });
  }

  remove(id: string, revision: number | undefined, within?: EntityManager): Promise<void> {
    return this.settings(id).remove(revision, within);
  }

  /** Publishes anew what logs in as the reply mailbox does, because that has changed. */
  async followMailbox(userId: string): Promise<void> {
    for (const stored of await this.store.withSameLogin()) {
      await this.follow(stored, userId).catch((err: unknown) =>
        this.logger.warn({ err, document: stored.document }, 'a profile keeps the former login of the mailbox'),
      );
    }
  }

  private async follow(stored: StoredSettings, userId: string): Promise<void> {
    const id = stored.document.slice(SendingProfileDocument.key('').length);
    const { user, password } = await this.incomingLogin.read();
    const typed = { values: { ...stored.values, user } as Typed['values'], secrets: { password } };
    const precondition = { revision: stored.revision, mustBeNew: false };
    await this.settings(id).save(typed, { precondition, userId, passed: stored.passed, trial: undefined });
  }

  private async viewOf(id: string, stored: StoredSettings): Promise<SendingProfileView> {
    return viewOf(id, stored, await this.signedDomains.all());
  }

  private settings(id: string): TriedSettings {
    const place: Place = { contract: SendingProfileDocument, id, ring: this.rings.outbound };
    return new TriedSettings(this.store, place);
  }

  private async typed({ placement, ownerId }: Slot, body: SendingProfileBody, login?: Login): Promise<Typed> {
    const facts = {
      addressOf: (accountId: string) => this.accounts.addressOf(accountId, ownerId),
      incomingLogin: async () => login ?? (await this.incomingLogin.read()),
    };
    return { ...(await typedSettings(body, facts)), placement: placement(body) };
  }

  /** A client certificate stays while a profile shows it. */
  private checkOf({ values }: Typed) {
    const id = values.kind === 'smtp' ? values.clientCertificateId : undefined;
    return id === undefined
      ? {}
      : { check: (tx: Parameters<Certificates['assertClient']>[0]) => this.certificates.assertClient(tx, id) };
  }

  private trialOf(require: Passed, tester: Tester): Trial | undefined {
    if (require === 'none') return undefined;
    if (require === 'test') return this.mailTo(tester);
    return (document) => this.trySettings.sendingProfile(document, {}, tester.authorities);
  }

  private readonly withoutMail: Trial = (document) => this.trySettings.sendingProfile(document);

  private mailTo({ userId, recipient, reversePath, authorities }: Tester): Trial {
    return async (document) =>
      this.trySettings.sendingProfile(
        document,
        {
          ...(await this.users.readerOfTest(userId, recipient)),
          reversePath: reversePath === '<>' ? null : reversePath,
        },
        authorities,
      );
  }

  /** By the policy that is stored: a draft must not widen it. Throws `settings.recipient_not_allowed`. */
  private async assertMayReceive({ id }: Slot, recipient: string | undefined): Promise<void> {
    const stored = recipient === undefined ? undefined : await this.settings(id).find();
    const { policy } = (stored?.placement ?? {}) as { policy?: SharedPolicy };
    if (recipient !== undefined && !admissionOf(policy, recipient).isAllowed) {
      throw new Failure('settings.recipient_not_allowed');
    }
  }
}
