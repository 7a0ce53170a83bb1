import { Failure } from '@replyline/errors';
import { cutPage, HotStatements, writeCursor, type HotStatement, type TimePlace } from '@replyline/service-host';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { Suppression } from './suppression.entity.js';
import { IN_STATE, viewSuppression, type SuppressionPage, type SuppressionQuery } from './suppression-view.js';

/** `lists`: only what its reader can unsubscribe from. */
export type Kept = 'everything' | 'lists';

const AMONG: HotStatement = {
  name: 'suppressed-among',
  text: `SELECT address, bool_or(reason <> 'complaint') AS "all" FROM suppression
    WHERE address = ANY($1) AND lifted_at IS NULL AND (expires_at IS NULL OR expires_at > now()) GROUP BY address`,
};

/** Addresses that get no mail. */
@Injectable()
export class Suppressions {
  private readonly logger = new Logger('Suppressions');

  constructor(
    private readonly db: DataSource,
    private readonly statements: HotStatements,
    private readonly clock: Clock,
  ) {}

  /** What is kept from those of these addresses, in lower case, that are suppressed now. */
  async among(addresses: readonly string[]): Promise<ReadonlyMap<string, Kept>> {
    const rows = await this.statements.do<{ address: string; all: boolean }>(AMONG, [
      [...new Set(addresses.map((address) => address.toLowerCase()))],
    ]);
    return new Map(rows.map(({ address, all }) => [address, all ? 'everything' : 'lists']));
  }

  /** Notes that admins are told of urgent mail to these addresses. `false` when they were told before of all of them. */
  async report(tx: EntityManager, addresses: readonly string[]): Promise<boolean> {
    const [, count]: [unknown, number] = await tx.query(
      `UPDATE suppression SET reported_at = now()
       WHERE address = ANY($1) AND lifted_at IS NULL AND reported_at IS NULL`,
      [addresses.map((address) => address.toLowerCase())],
    );
    return count > 0;
  }

  /** Newest first. */
  async page({ state, address, cursor, limit }: SuppressionQuery): Promise<SuppressionPage> {
    const now = this.clock.now();
    const search = this.db
      .createQueryBuilder(Suppression, 's')
      .where(IN_STATE[state], { now })
      .orderBy('s.createdAt', 'DESC')
      .addOrderBy('s.id', 'DESC')
      .take(limit + 1);
    if (address !== undefined) search.andWhere('s.address = :address', { address: address.toLowerCase() });
    if (cursor) search.andWhere('(s.createdAt, s.id) < (:at, :id)', cursor);
    const { items, next } = cutPage(await search.getMany(), limit, cursorAfter);
    return { items: items.map((it) => viewSuppression(it, now)), next };
  }

  /** Lifted twice, it stays lifted by the first. Throws `request.not_found`. */
  async lift(id: string, liftedBy: string): Promise<void> {
    const [, count]: [unknown, number] = await this.db.query(
      `UPDATE suppression SET lifted_at = now(), lifted_by = $2 WHERE id = $1 AND lifted_at IS NULL`,
      [id, liftedBy],
    );
    if (count > 0) this.logger.log({ suppression: id, by: liftedBy }, 'a suppression is lifted');
    else if (!(await this.db.manager.existsBy(Suppression, { id }))) throw new Failure('request.not_found');
  }
}

const cursorAfter = ({ createdAt, id }: Suppression): string => writeCursor<TimePlace>({ at: createdAt, id });
