import { DkimKeyDocument } from '@replyline/contracts';
import { Outbox } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Announce } from '../announce/announce.js';
import { documentOf, revised } from '../dkim-keys/dkim-key-document.js';
import { StoredDkimKey } from '../dkim-keys/dkim-key.entity.js';
import { KeyRings } from '../secrets/key-rings.js';
import { SealedSource, type Sealed } from './sealed-source.js';

/** Private halves of DKIM keys, also of those that do not sign. */
@Injectable()
export class DkimPrivateKeys extends SealedSource {
  constructor(
    private readonly rings: KeyRings,
    private readonly outbox: Outbox,
    private readonly announce: Announce,
  ) {
    super();
  }

  async list(db: EntityManager): Promise<Sealed[]> {
    const all = await db.find(StoredDkimKey);
    return all.map(({ id, privateKey }) => ({
      document: DkimKeyDocument.key(id),
      ring: 'OUTBOUND_SECRET_KEYS',
      ciphertexts: [privateKey],
    }));
  }

  async reseal(tx: EntityManager, document: string): Promise<void> {
    const id = document.slice(DkimKeyDocument.key().length + 1);
    const stored = await tx.findOne(StoredDkimKey, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!stored) return;
    const next = revised(stored, {}, this.rings.outbound);
    await tx.update(StoredDkimKey, { id }, next);
    if (next.state === 'active') await this.outbox.put(tx, DkimKeyDocument, id, documentOf(next));
    await this.announce.changed(tx, { document, revision: next.revision, fields: ['privateKey'] });
  }
}
