import {
  mailboxSettings,
  ReplyMailboxDocument,
  SendingProfileDocument,
  SYSTEM_PROFILE,
  type TestReport,
  type TestStep,
} from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { FailureAt } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource, Like, type EntityManager } from 'typeorm';
import type { Precondition } from '../concurrency/precondition.js';
import { LinkedAccounts } from '../linked-accounts/linked-accounts.js';
import { KeyRings } from '../secrets/key-rings.js';
import { SendingProfiles } from '../sending-profiles/sending-profiles.js';
import type { Typed } from '../settings/draft.js';
import { SettingsStore } from '../settings/settings-store.js';
import { StoredSettings } from '../settings/stored-settings.entity.js';
import { TriedSettings, type PreparedSave, type Trial } from '../settings/tried-settings.js';
import { TrySettings } from '../trial/try-settings.js';
import { changesLogin } from './changes-login.js';
import type { ReplyMailboxBody } from './reply-mailbox-body.js';
import { furtherViewOf, viewOf, type FurtherMailboxView, type ReplyMailboxView } from './reply-mailbox-view.js';
import { sameMailbox } from './same-mailbox.js';
import { sendingUserOf } from './sending-user.js';
import { typedSettings } from './typed-settings.js';

/** Who saves, and based on what. */
interface Save {
  readonly precondition: Precondition;
  readonly userId: string;
}

/** Who imports, and what is known by then. */
interface Importer {
  readonly userId: string;
  readonly isDryRun: boolean;
  readonly isSendingProven: boolean;
  /** Trusted beside the uploaded ones. */
  readonly authorities: readonly string[];
}

interface Prepared {
  readonly write: PreparedSave['write'];
  /** Once every mailbox is written: two may change places. */
  readonly finish: PreparedSave['write'];
  readonly afterwards?: () => Promise<void>;
}

/** Whether mail to the address gets to the mailbox cannot be seen from inside it. */
const ADDRESS_NOT_CHECKED: TestStep = {
  name: 'reply-to-address',
  outcome: 'not checked',
  seen: 'whether mail to this address arrives in this mailbox shows when the first reply is written',
};

/** Which one: the one that Reply-To points to where no name is given, else one that is read beside it. */
type Name = string | undefined;

/** The mailboxes that replies come in by. */
@Injectable()
export class ReplyMailbox {
  constructor(
    private readonly rings: KeyRings,
    private readonly db: DataSource,
    private readonly store: SettingsStore,
    private readonly trySettings: TrySettings,
    private readonly sendingProfiles: SendingProfiles,
    private readonly accounts: LinkedAccounts,
  ) {}

  async read(name?: Name): Promise<ReplyMailboxView> {
    return this.view(await this.settings(name).read());
  }

  /** Those beside the main one, in the order of their names. */
  async further(): Promise<FurtherMailboxView[]> {
    const where = { document: Like(`${ReplyMailboxDocument.key('')}%`) };
    const all = await this.db.manager.find(StoredSettings, { where, order: { document: 'ASC' } });
    return Promise.all(all.map(async (stored) => furtherViewOf(nameOf(stored), await this.view(stored))));
  }

  /** It is not read any more; mail stays in it as it is. Throws `request.not_found`, `request.precondition_failed`. */
  remove(name: string, revision: number | undefined, within?: EntityManager): Promise<void> {
    return this.settings(name).remove(revision, within);
  }

  /**
   * Enabled, it is tested first, and only what works is saved; disabled, it is saved as it is, for later.
   * Throws `TrialFailed`, or `settings.sending_first` while there is no mail that anybody could answer.
   */
  async save(body: ReplyMailboxBody, save: Save, name?: Name): Promise<ReplyMailboxView> {
    const [passed, trial] = body.enabled ? (['test', this.tryForUse] as const) : (['none', undefined] as const);
    const settings = this.settings(name);
    const [before, typed] = [await settings.find(), await this.typed(body)];
    const after = await settings.save(typed, { ...save, passed, trial, check: this.isAlone(typed, name) });
    if (name === undefined && changesLogin(before?.values, typed))
      await this.sendingProfiles.followMailbox(save.userId);
    return this.view(after);
  }

  /**
   * Does what `save` does up to the saving itself, which goes with more than this. A dry run tries nothing.
   * Throws `TrialFailed`, or `settings.sending_first` unless sending is proven, here or by what is saved.
   */
  async prepare(
    body: ReplyMailboxBody,
    { userId, isDryRun, isSendingProven, authorities }: Importer,
    name?: Name,
  ): Promise<Prepared> {
    const settings = this.settings(name);
    const [before, typed] = [await settings.find(), await this.typed(body)];
    const tried: Trial = async (document) => {
      if (!isSendingProven) await this.assertSendingProven();
      return this.trySettings.replyMailbox(document, authorities);
    };
    const [passed, trial] = body.enabled && !isDryRun ? (['test', tried] as const) : (['none', undefined] as const);
    let isWritten = false;
    const check = async (tx: EntityManager): Promise<void> => {
      isWritten = true;
      await oneAtATime(tx);
    };
    const { write } = await settings.prepare(typed, { userId, passed, trial, check });
    const finish = async (tx: EntityManager): Promise<void> => {
      if (isWritten) await assertAlone(tx, typed, name);
    };
    if (name !== undefined || !changesLogin(before?.values, typed)) return { write, finish };
    return { write, finish, afterwards: () => this.sendingProfiles.followMailbox(userId) };
  }

  /** Logs in and looks, with a draft, which is not saved, or with what is stored, which then counts as tested. */
  async test(body: ReplyMailboxBody | undefined, name?: Name): Promise<TestReport> {
    return this.settings(name).test(body && (await this.typed(body)), this.tried);
  }

  /** Tries the same and notes nothing. */
  async validate(body: ReplyMailboxBody | undefined, name?: Name): Promise<TestReport> {
    const report = await this.settings(name).validate(body && (await this.typed(body)), this.tried);
    return { ...report, steps: [...report.steps, ADDRESS_NOT_CHECKED] };
  }

  private settings(name: Name): TriedSettings {
    const place = { contract: ReplyMailboxDocument, ring: this.rings.inbound };
    return new TriedSettings(this.store, name === undefined ? place : { ...place, id: name });
  }

  private isAlone(typed: Typed, name: Name): (tx: EntityManager) => Promise<void> {
    return async (tx) => {
      await oneAtATime(tx);
      await assertAlone(tx, typed, name);
    };
  }

  private readonly tried: Trial = (document) => this.trySettings.replyMailbox(document);

  private readonly tryForUse = async (document: object): Promise<TestReport> => {
    await this.assertSendingProven();
    return this.trySettings.replyMailbox(document);
  };

  private async assertSendingProven(): Promise<void> {
    if (!(await this.sendingProfiles.isProven())) throw new Failure('settings.sending_first');
  }

  private typed(body: ReplyMailboxBody): Promise<Typed> {
    return typedSettings(body, (accountId) => this.accounts.addressOf(accountId));
  }

  private async view(stored: StoredSettings): Promise<ReplyMailboxView> {
    const place = { contract: SendingProfileDocument, id: SYSTEM_PROFILE, ring: this.rings.outbound };
    return viewOf(stored, sendingUserOf((await this.store.find(place))?.values));
  }
}

/** Until the end of the transaction: who saves a mailbox next sees what is saved by then. */
const oneAtATime = (tx: EntityManager): Promise<unknown> =>
  tx.query(`SELECT pg_advisory_xact_lock(hashtext($1))`, ['reply mailboxes']);

/** Two readers of one mailbox would skip what the other one has read. */
async function assertAlone(tx: EntityManager, { values }: Typed, name: Name): Promise<void> {
  const all = await tx.find(StoredSettings, { where: { document: Like(`${ReplyMailboxDocument.key()}%`) } });
  const others = all.filter(({ document }) => document !== ReplyMailboxDocument.key(name));
  if (others.some((it) => accountOf(it.values) === accountOf(values)))
    throw new FailureAt('request.conflict', [
      { path: addressOf(values), message: 'Another reply mailbox is this very one' },
    ]);
}

const accountOf = (values: object): string => sameMailbox(mailboxSettings.parse(values));

const addressOf = (values: object): string => ('user' in values ? 'user' : 'replyToAddress');

const nameOf = ({ document }: StoredSettings): string => document.slice(ReplyMailboxDocument.key('').length);
