import { randomUUID } from 'node:crypto';
import { CertificateDocument } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Outbox } from '@replyline/messaging';
import { cutPage, FailureAt, writeCursor, type Page, type TimePlace } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Announce } from '../announce/announce.js';
import { Clock } from '../clock.js';
import { assertBasedOn } from '../concurrency/precondition.js';
import { KeyRings } from '../secrets/key-rings.js';
import type { CertificateBody, CertificateQuery, CertificateView } from './certificate-body.js';
import { documentOf, draftOf } from './certificate-draft.js';
import { viewOf } from './certificate-view.js';
import { StoredCertificate } from './certificate.entity.js';

/** What the question of a trial has place for: NATS carries 1 MB. */
const MAX_AUTHORITIES = 200;
const MAX_CHARACTERS = 500_000;

/** The authorities that mail servers may be vouched for by, and the certificates that we show to them. */
@Injectable()
export class Certificates {
  constructor(
    private readonly db: DataSource,
    private readonly rings: KeyRings,
    private readonly outbox: Outbox,
    private readonly announce: Announce,
    private readonly clock: Clock,
  ) {}

  /** Throws `certificate.*` for what cannot be used, `request.conflict` for what is here already. */
  async upload(
    body: CertificateBody,
    savedBy: string,
    within: EntityManager = this.db.manager,
  ): Promise<CertificateView> {
    const draft = draftOf({ id: randomUUID(), body, savedAt: this.clock.now(), savedBy }, this.rings.outbound);
    await within.transaction((tx) => this.insert(tx, draft));
    return viewOf(draft, this.clock.now());
  }

  /** Throws `request.not_found`. */
  async one(id: string): Promise<CertificateView> {
    const stored = await this.db.manager.findOneBy(StoredCertificate, { id });
    if (!stored) throw new Failure('request.not_found');
    return viewOf(stored, this.clock.now());
  }

  /** The ones that end first come first. */
  async page({ limit, cursor, kind, expiresBefore }: CertificateQuery): Promise<Page<CertificateView>> {
    const select = this.db.manager.createQueryBuilder(StoredCertificate, 'c').orderBy('c.validTo').addOrderBy('c.id');
    if (kind) select.andWhere('c.kind = :kind', { kind });
    if (expiresBefore) select.andWhere('c.validTo < :expiresBefore', { expiresBefore });
    if (cursor) select.andWhere('(c.validTo, c.id) > (:at, :id)', cursor);
    const found = (await select.limit(limit + 1).getMany()).map((it) => viewOf(it, this.clock.now()));
    return cutPage(found, limit, ({ validTo, id }) => writeCursor<TimePlace>({ at: new Date(validTo), id }));
  }

  /** The uploaded authorities, in PEM; the ones that last longest where there are too many for one question. */
  async authorities(): Promise<string[]> {
    const found = await this.db.manager.find(StoredCertificate, {
      where: { kind: 'authority' },
      order: { validTo: 'DESC', id: 'ASC' },
      take: MAX_AUTHORITIES,
    });
    return fitting(found.map(({ pem }) => pem));
  }

  /** Held until the end of the transaction, so that it is not deleted in between. Throws `certificate.unknown`. */
  async assertClient(tx: EntityManager, id: string): Promise<void> {
    const lock = { mode: 'pessimistic_read' } as const;
    const stored = await tx.findOne(StoredCertificate, { where: { id, kind: 'client' }, lock });
    if (stored) return;
    const wrong = { path: 'clientCertificateId', message: 'names no client certificate that was uploaded' };
    throw new FailureAt('certificate.unknown', [wrong]);
  }

  /** Throws `certificate.in_use`, naming the settings that show it to their server. */
  remove(id: string, revision: number | undefined, within: EntityManager = this.db.manager): Promise<void> {
    return within.transaction(async (tx) => {
      const stored = await locked(tx, id);
      if (!stored) throw new Failure('request.not_found');
      assertBasedOn(stored.revision, { revision, mustBeNew: false });
      const usedBy = await usersOf(tx, id);
      if (usedBy !== '') throw new Failure('certificate.in_use', { usedBy });
      await tx.delete(StoredCertificate, { id });
      await this.outbox.remove(tx, CertificateDocument, id);
      await this.tell(tx, { id, revision: stored.revision + 1 });
    });
  }

  /** Publishes all of them once more, each under the lock of its row. Answers how many. */
  async sayAgain(): Promise<number> {
    const rows = await this.db.manager.find(StoredCertificate, { select: { id: true } });
    for (const { id } of rows) {
      await this.db.transaction(async (tx) => {
        const stored = await locked(tx, id);
        if (stored) await this.outbox.put(tx, CertificateDocument, id, documentOf(stored));
      });
    }
    return rows.length;
  }

  private async insert(tx: EntityManager, draft: StoredCertificate): Promise<void> {
    const insert = tx.createQueryBuilder().insert().into(StoredCertificate).values(draft).orIgnore().returning('id');
    const { raw } = (await insert.execute()) as { raw: unknown[] };
    if (raw.length === 0) throw new FailureAt('request.conflict', [{ path: 'pem', message: 'is uploaded already' }]);
    await this.outbox.put(tx, CertificateDocument, draft.id, documentOf(draft));
    await this.tell(tx, draft);
  }

  private tell(tx: EntityManager, { id, revision }: Pick<StoredCertificate, 'id' | 'revision'>): Promise<void> {
    return this.announce.changed(tx, { document: CertificateDocument.key(id), revision, fields: ['name', 'pem'] });
  }
}

function fitting(pems: readonly string[]): string[] {
  let characters = 0;
  return pems.filter((pem) => (characters += pem.length) <= MAX_CHARACTERS);
}

const locked = (tx: EntityManager, id: string): Promise<StoredCertificate | null> =>
  tx.findOne(StoredCertificate, { where: { id }, lock: { mode: 'pessimistic_write' } });

/** The documents of settings that name it, separated by commas; empty where none does. */
async function usersOf(tx: EntityManager, id: string): Promise<string> {
  const rows: { document: string }[] = await tx.query(
    `SELECT document FROM settings WHERE "values" ->> 'clientCertificateId' = $1 ORDER BY document LIMIT 10`,
    [id],
  );
  return rows.map(({ document }) => document).join(', ');
}
