import { randomUUID } from 'node:crypto';
import { dkimBinding, DkimKeyDocument, dkimRecordName } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { Outbox } from '@replyline/messaging';
import { seal } from '@replyline/sealing';
import { cutPage, FailureAt, writeCursor, type Page, type TimePlace } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { assertBasedOn } from '../concurrency/precondition.js';
import { Announce } from '../announce/announce.js';
import { Clock } from '../clock.js';
import { KeyRings } from '../secrets/key-rings.js';
import type { ActivateQuery, DkimKeyBody, DkimKeyQuery, DkimKeyView } from './dkim-key-body.js';
import { documentOf, retired, revised } from './dkim-key-document.js';
import { viewOf } from './dkim-key-view.js';
import { StoredDkimKey } from './dkim-key.entity.js';
import { assertPublished } from './dkim-record.js';
import { freeSelector } from './free-selector.js';
import { makeKey } from './make-key.js';
import { TxtRecords } from './txt-records.js';

/** How a key is activated, and which revision of it the caller has seen, if he says so. */
interface Activation extends ActivateQuery {
  readonly revision: number | undefined;
}

/** The keys that mail is signed with. A private half leaves only while its key is active, and sealed for outbound-mail. */
@Injectable()
export class DkimKeys {
  constructor(
    private readonly db: DataSource,
    private readonly rings: KeyRings,
    private readonly outbox: Outbox,
    private readonly announce: Announce,
    private readonly records: TxtRecords,
    private readonly clock: Clock,
  ) {}

  /** Throws `request.conflict` for a selector that the domain has already. */
  async make({ domain, selector: wanted }: DkimKeyBody, createdBy: string): Promise<DkimKeyView> {
    const { publicKey, privateKey: plain } = await makeKey();
    const createdAt = this.clock.now();
    const selector = wanted ?? freeSelector(createdAt, await this.selectorsOf(domain));
    const named = { id: randomUUID(), revision: 1, domain, selector };
    const privateKey = seal(plain, dkimBinding(named), this.rings.outbound);
    const never = { activatedAt: null, retiredAt: null };
    const made = { ...named, state: 'waiting-for-dns' as const, publicKey, privateKey, createdAt, createdBy, ...never };
    await this.db.transaction((tx) => this.insert(tx, made));
    return viewOf(made);
  }

  /** Throws `request.not_found`. */
  async one(id: string): Promise<DkimKeyView> {
    return viewOf(await this.find(id));
  }

  /** Oldest first. */
  async page({ limit, cursor, domain, state }: DkimKeyQuery): Promise<Page<DkimKeyView>> {
    const select = this.db.manager.createQueryBuilder(StoredDkimKey, 'k').orderBy('k.createdAt').addOrderBy('k.id');
    if (domain) select.andWhere('k.domain = :domain', { domain });
    if (state) select.andWhere('k.state = :state', { state });
    if (cursor) select.andWhere('(k.createdAt, k.id) > (:at, :id)', cursor);
    const found = (await select.limit(limit + 1).getMany()).map(viewOf);
    return cutPage(found, limit, ({ createdAt, id }) => writeCursor<TimePlace>({ at: new Date(createdAt), id }));
  }

  /**
   * From now on this key signs the mail of its domain, and the one that did so is retired. One that is active already
   * stays as it is. Throws `request.not_found`, `dkim.record_missing`, `dkim.record_wrong`, `dkim.dns_failed`.
   */
  async activate(id: string, { require, revision }: Activation): Promise<DkimKeyView> {
    const seen = await this.find(id);
    assertSeen(seen, revision);
    if (require === 'record') assertPublished(seen, await this.records.of(dkimRecordName(seen)));
    return this.db.transaction((tx) => this.promote(tx, seen, revision));
  }

  /** Of an active key: the mail of its domain is not signed any more. Throws `request.not_found`. */
  remove(id: string, revision: number | undefined): Promise<void> {
    return this.db.transaction(async (tx) => {
      const stored = await tx.findOne(StoredDkimKey, { where: { id }, lock: { mode: 'pessimistic_write' } });
      if (!stored) throw new Failure('request.not_found');
      assertBasedOn(stored.revision, { revision, mustBeNew: false });
      await tx.delete(StoredDkimKey, { id });
      if (stored.state === 'active') await this.outbox.remove(tx, DkimKeyDocument, id);
      await this.tell(tx, { id, revision: stored.revision + 1 }, ['domain', 'selector']);
    });
  }

  /** Publishes the active ones once more, each under the lock of its row. Answers how many. */
  async sayAgain(): Promise<number> {
    const active = await this.db.manager.find(StoredDkimKey, { where: { state: 'active' }, select: { id: true } });
    for (const { id } of active) {
      await this.db.transaction(async (tx) => {
        const where = { id, state: 'active' as const };
        const stored = await tx.findOne(StoredDkimKey, { where, lock: { mode: 'pessimistic_write' } });
        if (stored) await this.outbox.put(tx, DkimKeyDocument, id, documentOf(stored));
      });
    }
    return active.length;
  }

  /** All keys of the domain are locked, in one order, so that two that are activated at once follow each other. */
  private async promote(tx: EntityManager, { id, domain }: StoredDkimKey, revision: number | undefined) {
    const all = await tx.find(StoredDkimKey, {
      where: { domain },
      order: { id: 'ASC' },
      lock: { mode: 'pessimistic_write' },
    });
    const chosen = all.find((key) => key.id === id);
    if (!chosen) throw new Failure('request.not_found');
    assertSeen(chosen, revision);
    if (chosen.state === 'active') return viewOf(chosen);
    const now = this.clock.now();
    const former = all.find(({ state }) => state === 'active');
    const { outbound } = this.rings;
    const active = revised(chosen, { state: 'active', activatedAt: now, retiredAt: null }, outbound);
    if (former) await this.change(tx, retired(former, now, outbound));
    await this.change(tx, active);
    // First the new one: outbound-mail is never without a key in between.
    await this.outbox.put(tx, DkimKeyDocument, id, documentOf(active));
    if (former) await this.outbox.remove(tx, DkimKeyDocument, former.id);
    return viewOf(active);
  }

  private async change(tx: EntityManager, next: StoredDkimKey): Promise<void> {
    await tx.update(StoredDkimKey, { id: next.id }, next);
    await this.tell(tx, next, ['state']);
  }

  private async insert(tx: EntityManager, made: StoredDkimKey): Promise<void> {
    const insert = tx.createQueryBuilder().insert().into(StoredDkimKey).values(made).orIgnore().returning('id');
    const { raw } = (await insert.execute()) as { raw: unknown[] };
    const taken = { path: 'selector', message: 'is the name of another key of this domain' };
    if (raw.length === 0) throw new FailureAt('request.conflict', [taken]);
    await this.tell(tx, made, ['domain', 'selector']);
  }

  private async find(id: string): Promise<StoredDkimKey> {
    const stored = await this.db.manager.findOneBy(StoredDkimKey, { id });
    if (!stored) throw new Failure('request.not_found');
    return stored;
  }

  private async selectorsOf(domain: string): Promise<string[]> {
    const keys = await this.db.manager.find(StoredDkimKey, { where: { domain }, select: { selector: true } });
    return keys.map(({ selector }) => selector);
  }

  private tell(tx: EntityManager, { id, revision }: Pick<StoredDkimKey, 'id' | 'revision'>, fields: readonly string[]) {
    return this.announce.changed(tx, { document: DkimKeyDocument.key(id), revision, fields });
  }
}

/** Throws `request.precondition_failed`. */
function assertSeen(stored: StoredDkimKey, revision: number | undefined): void {
  if (revision !== undefined && stored.revision !== revision) throw new Failure('request.precondition_failed');
}
