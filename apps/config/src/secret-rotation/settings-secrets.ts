import { ReplyMailboxDocument, SendingProfileDocument } from '@replyline/contracts';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { KeyRings } from '../secrets/key-rings.js';
import { draftOf, type Place, type Typed } from '../settings/draft.js';
import { SettingsStore } from '../settings/settings-store.js';
import { StoredSettings } from '../settings/stored-settings.entity.js';
import { SealedSource, type RingName, type Sealed } from './sealed-source.js';

const MAILBOX = ReplyMailboxDocument.key();
const PROFILE = SendingProfileDocument.key();

/** Secrets of sending profiles and of reply mailboxes. */
@Injectable()
export class SettingsSecrets extends SealedSource {
  constructor(
    private readonly rings: KeyRings,
    private readonly store: SettingsStore,
  ) {
    super();
  }

  async list(db: EntityManager): Promise<Sealed[]> {
    const all = await db.find(StoredSettings);
    return all
      .map((stored) => ({
        document: stored.document,
        ring: ringOf(stored.document),
        ciphertexts: Object.values(stored.secrets),
      }))
      .filter(({ ciphertexts }) => ciphertexts.length > 0);
  }

  /** A save in which nothing is typed: it seals what is kept with the newest key. */
  async reseal(tx: EntityManager, document: string): Promise<void> {
    const stored = await tx.findOne(StoredSettings, { where: { document }, lock: { mode: 'pessimistic_write' } });
    if (!stored) return;
    const place = this.placeOf(document);
    const draft = draftOf(place, stored, nothingTyped(stored));
    await this.store.saveIn(tx, place, { draft, passed: stored.passed, savedBy: stored.savedBy });
  }

  private placeOf(document: string): Place {
    return isMailbox(document)
      ? { contract: ReplyMailboxDocument, ...idOf(document), ring: this.rings.inbound }
      : { contract: SendingProfileDocument, id: document.slice(PROFILE.length + 1), ring: this.rings.outbound };
  }
}

/** The main one, or one of those beside it. */
const isMailbox = (document: string): boolean => `${document}.`.startsWith(`${MAILBOX}.`);
const idOf = (document: string) => (document === MAILBOX ? {} : { id: document.slice(MAILBOX.length + 1) });

const ringOf = (document: string): RingName => (isMailbox(document) ? 'INBOUND_SECRET_KEYS' : 'OUTBOUND_SECRET_KEYS');

const nothingTyped = ({ values }: StoredSettings): Typed => ({ values, secrets: {} });
