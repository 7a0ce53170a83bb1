import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Reports } from '../accept-notification/reports.js';
import type { Claim } from '../deliver-mail/claims.js';
import { quietly } from '../deliver-mail/quietly.js';
import { laneNumber } from '../keep-deliveries/lanes.js';
import { SOURCE } from '../source.js';
import { IS_SUPPRESSED, IS_UNSUBSCRIBED } from './kept-from.js';
import { WithholdMail } from './withhold-mail.js';

interface Kept {
  readonly id: string;
  readonly address: string;
  readonly isSuppressed: boolean;
}

const KEPT = `SELECT d.id, lower(d.address) AS address, ${IS_SUPPRESSED} AS "isSuppressed" FROM delivery d
  WHERE d.id = ANY($1) AND (${IS_SUPPRESSED} OR ${IS_UNSUBSCRIBED})`;

/**
 * Asks once more who may be written to, before each further try. Whoever is suppressed, or unsubscribes, ends what waits for him;
 * what was being handed over just then went its way, and comes here when no server took it.
 */
@Injectable()
export class StillWanted {
  private readonly logger = new Logger('StillWanted');

  constructor(
    private readonly db: DataSource,
    private readonly withhold: WithholdMail,
    private readonly reports: Reports,
  ) {}

  /** Those of these claims that may be sent; the others are ended, as what waited was, or when their lease is over. */
  async among(claims: readonly Claim[]): Promise<readonly Claim[]> {
    const tried = claims.filter(({ attempt }) => attempt > 1).map(({ id }) => id);
    if (tried.length === 0) return claims;
    const kept: Kept[] = await this.db.query(KEPT, [tried]);
    for (const it of kept) {
      const claim = claims.find(({ id }) => id === it.id)!;
      await quietly(this.logger, () => this.end(it, claim));
    }
    return claims.filter(({ id }) => !kept.some((it) => it.id === id));
  }

  private async end({ id, address, isSuppressed }: Kept, { lane, kind, notificationId }: Claim): Promise<void> {
    const heldUp = { notificationId, kind, addresses: [address] };
    const isReported = isSuppressed && lane === laneNumber('urgent');
    const report = isReported ? await this.reports.of(heldUp, { source: SOURCE }) : undefined;
    await this.db.transaction(async (tx) => {
      const isEnded = await this.withhold.one(tx, id, isSuppressed ? 'suppressed' : 'skipped');
      if (isEnded && report) await this.reports.write(tx, [report]);
    });
  }
}
