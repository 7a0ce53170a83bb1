import { linkedAccountDocument } from '@replyline/contracts';
import { open, seal } from '@replyline/sealing';
import { Injectable } from '@nestjs/common';
import { IsNull, Not, type EntityManager } from 'typeorm';
import { APP_ID, appBinding } from '../linked-accounts/app-secret.js';
import { LinkAttempt } from '../linked-accounts/link-attempt.entity.js';
import { attemptBinding } from '../linked-accounts/link-attempts.js';
import { LinkedAccount } from '../linked-accounts/linked-account.entity.js';
import { MicrosoftApp } from '../linked-accounts/microsoft-app.entity.js';
import { tokensBinding } from '../linked-accounts/token-vault.js';
import { KeyRings } from '../secrets/key-rings.js';
import { SealedSource, type Sealed } from './sealed-source.js';

const LOCK = { mode: 'pessimistic_write' } as const;
const ring = 'CONFIG_SECRET_KEYS';

/** The secret of the Azure application. */
@Injectable()
export class AppSecret extends SealedSource {
  constructor(private readonly rings: KeyRings) {
    super();
  }

  async list(db: EntityManager): Promise<Sealed[]> {
    const apps = await db.find(MicrosoftApp);
    return apps.map(({ clientSecret }) => ({ document: APP_ID, ring, ciphertexts: [clientSecret] }));
  }

  async reseal(tx: EntityManager, id: string): Promise<void> {
    const app = await tx.findOne(MicrosoftApp, { where: { id }, lock: LOCK });
    if (!app) return;
    const revision = app.revision + 1;
    const secret = open(app.clientSecret, appBinding(app, app.revision), this.rings.own);
    const clientSecret = seal(secret, appBinding(app, revision), this.rings.own);
    await tx.update(MicrosoftApp, { id }, { revision, clientSecret });
  }
}

/** Tokens of linked accounts. Whoever holds an access token keeps it: nothing that he has changes. */
@Injectable()
export class AccountTokens extends SealedSource {
  constructor(private readonly rings: KeyRings) {
    super();
  }

  async list(db: EntityManager): Promise<Sealed[]> {
    const accounts = await db.find(LinkedAccount, { where: { tokens: Not(IsNull()) } });
    return accounts.map(({ id, tokens }) => ({ document: linkedAccountDocument(id), ring, ciphertexts: [tokens!] }));
  }

  async reseal(tx: EntityManager, document: string): Promise<void> {
    const id = document.slice(linkedAccountDocument('').length);
    const account = await tx.findOne(LinkedAccount, { where: { id }, lock: LOCK });
    if (!account || account.tokens === null) return;
    const revision = account.revision + 1;
    const plain = open(account.tokens, tokensBinding(id, account.revision), this.rings.own);
    const tokens = seal(plain, tokensBinding(id, revision), this.rings.own);
    await tx.update(LinkedAccount, { id }, { revision, tokens });
  }
}

/** What people who are at Microsoft at this moment need when they come back. */
@Injectable()
export class AttemptSecrets extends SealedSource {
  constructor(private readonly rings: KeyRings) {
    super();
  }

  async list(db: EntityManager): Promise<Sealed[]> {
    const attempts = await db.find(LinkAttempt);
    return attempts.map(({ stateHash, secrets }) => ({ document: stateHash, ring, ciphertexts: [secrets] }));
  }

  async reseal(tx: EntityManager, stateHash: string): Promise<void> {
    const attempt = await tx.findOne(LinkAttempt, { where: { stateHash }, lock: LOCK });
    if (!attempt) return;
    const binding = attemptBinding(stateHash);
    const secrets = seal(open(attempt.secrets, binding, this.rings.own), binding, this.rings.own);
    await tx.update(LinkAttempt, { stateHash }, { secrets });
  }
}
