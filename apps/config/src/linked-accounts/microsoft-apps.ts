import { Failure } from '@replyline/errors';
import { open, seal } from '@replyline/sealing';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Announce } from '../announce/announce.js';
import { Clock } from '../clock.js';
import { assertBasedOn, type Precondition } from '../concurrency/precondition.js';
import { KeyRings } from '../secrets/key-rings.js';
import { changedFields } from '../settings/changed-fields.js';
import { APP_ID, appBinding, typedSecret } from './app-secret.js';
import { readMailScopes } from './authorize-url.js';
import { LinkedAccount } from './linked-account.entity.js';
import type { MicrosoftAppBody, MicrosoftAppView } from './microsoft-app-body.js';
import { MicrosoftApp } from './microsoft-app.entity.js';
import { MicrosoftSettings } from './microsoft-settings.js';
import type { App } from './token-endpoint.js';

interface Save {
  readonly body: MicrosoftAppBody;
  readonly precondition: Precondition;
  readonly userId: string;
}

/** The Azure integration: without it no account can be linked. */
@Injectable()
export class MicrosoftApps {
  constructor(
    private readonly db: DataSource,
    private readonly rings: KeyRings,
    private readonly settings: MicrosoftSettings,
    private readonly announce: Announce,
    private readonly clock: Clock,
  ) {}

  /** Throws `account.app_missing`. */
  async app(): Promise<App> {
    const stored = await this.db.manager.findOneBy(MicrosoftApp, { id: APP_ID });
    if (!stored) throw new Failure('account.app_missing');
    const { cloud, tenantId, clientId, mailScopes } = stored;
    return {
      cloud,
      tenantId,
      clientId,
      clientSecret: this.secretOf(stored),
      mailScopes: readMailScopes(mailScopes),
    };
  }

  /** Throws `request.not_found`. */
  async read(): Promise<MicrosoftAppView> {
    const stored = await this.db.manager.findOneBy(MicrosoftApp, { id: APP_ID });
    if (!stored) throw new Failure('request.not_found');
    return this.viewOf(stored);
  }

  /** Throws `settings.secret_required`. */
  save(save: Save, within: EntityManager = this.db.manager): Promise<MicrosoftAppView> {
    return within.transaction(async (tx) => {
      const before = await locked(tx);
      assertBasedOn(before?.revision, save.precondition);
      const after = this.after(before, save);
      await tx.save(MicrosoftApp, after);
      await this.tell(tx, after, fieldsChanged(before, save.body));
      return this.viewOf(after);
    });
  }

  /** Throws `account.in_use` while an account is linked through it. */
  remove(revision: number | undefined): Promise<void> {
    return this.db.transaction(async (tx) => {
      const stored = await locked(tx);
      if (!stored) throw new Failure('request.not_found');
      assertBasedOn(stored.revision, { revision, mustBeNew: false });
      const account = await tx.findOne(LinkedAccount, { where: {}, select: { id: true } });
      if (account) throw new Failure('account.in_use', { usedBy: `linked-account.${account.id}` });
      await tx.delete(MicrosoftApp, { id: APP_ID });
      await this.tell(tx, { ...stored, revision: stored.revision + 1 }, ['clientId', 'clientSecret', 'tenantId']);
    });
  }

  private after(before: MicrosoftApp | null, { body, userId }: Save): MicrosoftApp {
    const secret = typedSecret(body, before) ?? this.secretOf(before!);
    const revision = (before?.revision ?? 0) + 1;
    const { cloud, tenantId, clientId, mailScopes } = body;
    const clientSecret = seal(secret, appBinding(body, revision), this.rings.own);
    const saved = { savedAt: this.clock.now(), savedBy: userId };
    return { id: APP_ID, revision, cloud, tenantId, clientId, clientSecret, mailScopes, ...saved };
  }

  private secretOf(app: MicrosoftApp): string {
    return open(app.clientSecret, appBinding(app, app.revision), this.rings.own);
  }

  private tell(tx: EntityManager, { revision }: MicrosoftApp, fields: string[]): Promise<void> {
    return this.announce.changed(tx, { document: APP_ID, revision, fields });
  }

  private viewOf({
    revision,
    cloud,
    tenantId,
    clientId,
    mailScopes,
    savedAt,
    savedBy,
  }: MicrosoftApp): MicrosoftAppView {
    return {
      revision,
      cloud,
      tenantId,
      clientId,
      hasClientSecret: true,
      mailScopes,
      redirectUri: this.settings.redirectUri,
      savedAt: savedAt.toISOString(),
      savedBy,
    };
  }
}

const locked = (tx: EntityManager): Promise<MicrosoftApp | null> =>
  tx.findOne(MicrosoftApp, { where: { id: APP_ID }, lock: { mode: 'pessimistic_write' } });

/** A secret that was typed counts as changed: nobody is told whether it is another one. */
function fieldsChanged(before: MicrosoftApp | null, { clientSecret, ...after }: MicrosoftAppBody): string[] {
  const { cloud, tenantId, clientId, mailScopes } = before ?? {};
  const fields = changedFields({ cloud, tenantId, clientId, mailScopes }, after);
  return clientSecret?.trim() ? [...fields, 'clientSecret'] : fields;
}
