import { randomUUID } from 'node:crypto';
import { cutPage, writeCursor, type Page, type TimePlace } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { AuditEntry } from './audit-entry.entity.js';
import type { AuditQuery, AuditView } from './audit-view.js';
import { trail, type Trail } from './request-trail.js';

type Change = Pick<AuditEntry, 'document' | 'revision' | 'fields'>;

/** Who changed which fields when, from where, and with which outcome. Entries are never changed or removed. */
@Injectable()
export class Audit {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
  ) {}

  /** With the commit of the change. */
  async saved(tx: EntityManager, change: Change): Promise<void> {
    await tx.insert(AuditEntry, this.entry(trail(), { ...change, outcome: 'saved' }));
  }

  /** Afterwards: nothing was changed, so there is no transaction to belong to. */
  async refused(who: Trail, outcome: string): Promise<void> {
    const nothing = { document: null, revision: null, fields: [] };
    await this.db.manager.insert(AuditEntry, this.entry(who, { ...nothing, outcome }));
  }

  /** Newest first. */
  async page({ limit, cursor, from, to, ...filters }: AuditQuery): Promise<Page<AuditView>> {
    const select = this.db.manager
      .createQueryBuilder(AuditEntry, 'a')
      .orderBy('a.at', 'DESC')
      .addOrderBy('a.id', 'DESC')
      .limit(limit + 1);
    for (const [name, value] of Object.entries(filters)) {
      if (value !== undefined) select.andWhere(`a.${name} = :${name}`, { [name]: value });
    }
    if (from) select.andWhere('a.at >= :from', { from });
    if (to) select.andWhere('a.at < :to', { to });
    if (cursor) select.andWhere('(a.at, a.id) < (:at, :id)', cursor);
    const found = (await select.getMany()).map((it) => ({ ...it, at: it.at.toISOString() }));
    return cutPage(found, limit, ({ at, id }) => writeCursor<TimePlace>({ at: new Date(at), id }));
  }

  private entry(who: Trail, what: Change & Pick<AuditEntry, 'outcome'>): AuditEntry {
    return { id: randomUUID(), at: this.clock.now(), ...who, actorRoles: [...who.actorRoles], ...what };
  }
}
