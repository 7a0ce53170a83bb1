import { CertificateDocument } from '@replyline/contracts';
import { Outbox } from '@replyline/messaging';
import { open, seal } from '@replyline/sealing';
import { Injectable } from '@nestjs/common';
import { IsNull, Not, type EntityManager } from 'typeorm';
import { Announce } from '../announce/announce.js';
import { bindingOf, documentOf } from '../certificates/certificate-draft.js';
import { StoredCertificate } from '../certificates/certificate.entity.js';
import { KeyRings } from '../secrets/key-rings.js';
import { SealedSource, type Sealed } from './sealed-source.js';

/** Private keys of client certificates. */
@Injectable()
export class CertificateKeys extends SealedSource {
  constructor(
    private readonly rings: KeyRings,
    private readonly outbox: Outbox,
    private readonly announce: Announce,
  ) {
    super();
  }

  async list(db: EntityManager): Promise<Sealed[]> {
    const clients = await db.find(StoredCertificate, { where: { privateKey: Not(IsNull()) } });
    return clients.map(({ id, privateKey }) => ({
      document: CertificateDocument.key(id),
      ring: 'OUTBOUND_SECRET_KEYS',
      ciphertexts: [privateKey!],
    }));
  }

  async reseal(tx: EntityManager, document: string): Promise<void> {
    const id = document.slice(CertificateDocument.key().length + 1);
    const stored = await tx.findOne(StoredCertificate, { where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!stored || stored.privateKey === null) return;
    const revision = stored.revision + 1;
    const plain = open(stored.privateKey, bindingOf(id, stored.revision), this.rings.outbound);
    const privateKey = seal(plain, bindingOf(id, revision), this.rings.outbound);
    await tx.update(StoredCertificate, { id }, { revision, privateKey });
    await this.outbox.put(tx, CertificateDocument, id, documentOf({ ...stored, revision, privateKey }));
    await this.announce.changed(tx, { document, revision, fields: ['privateKey'] });
  }
}
