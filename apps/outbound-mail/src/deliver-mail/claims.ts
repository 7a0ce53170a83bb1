import type { NotificationKind } from '@replyline/contracts';
import type { ErrorCode } from '@replyline/errors';
import { Liveness } from '@replyline/leases';
import { HotStatements } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { PinnedMail } from '../render/pinned-mail.js';
import { TAKE_PAST_FULL } from './claim-past-full-query.js';
import { LEASE, TAKE } from './claim-query.js';
import { profileOf, type DestinationRoom } from './destinations.js';
import type { ProfileRoom } from './room.js';

/** A delivery that this process may hand over. Whoever claims it later gets another epoch. */
export interface Claim {
  readonly id: string;
  readonly notificationId: string;
  readonly correlationId: string | null;
  readonly kind: NotificationKind;
  readonly owner: string;
  readonly epoch: string;
  /** The number that the attempt will have. */
  readonly attempt: number;
  /** How many of them came before a person had it sent again: the schedule began anew with that. */
  readonly attemptsBefore: number;
  readonly lane: number;
  readonly profileId: string;
  readonly messageId: string;
  readonly mail: PinnedMail;
}

type Row = (Claim | { readonly [field in keyof Claim]: null }) & { readonly lookOnAfter: string };

/** Who sends which delivery. */
@Injectable()
export class Claims {
  /** Where mail waits for very many domains, a claim looks at some of them, and the next one goes on after this one. */
  private lookOnAfter = '';

  constructor(
    private readonly db: DataSource,
    private readonly statements: HotStatements,
    private readonly liveness: Liveness,
  ) {}

  /**
   * Takes up to `limit` deliveries that are due, by lane, then by time; replicas never take the same one. Of a profile it
   * takes no more than it has room, else `most`, and nothing of one that pauses; the same for destinations, where they
   * are named.
   */
  take(
    limit: number,
    rooms: readonly ProfileRoom[] = [],
    most = limit,
    destinations: readonly DestinationRoom[] = [],
  ): Promise<Claim[]> {
    const open = destinations.filter(({ room }) => room > 0);
    const full = destinations.filter(({ room }) => room <= 0).map(({ destination }) => destination);
    const values = [
      this.liveness.owner,
      limit,
      rooms.map(({ profileId }) => profileId),
      rooms.map(({ room }) => room),
      most,
      open.map(({ destination }) => destination),
      open.map(({ room }) => room),
    ];
    return full.length > 0 ? this.takePast(full, values) : this.statements.do<Claim>(TAKE, values);
  }

  private async takePast(full: readonly string[], values: readonly unknown[]): Promise<Claim[]> {
    const profiles = [...new Set(full.map(profileOf))];
    const rows = await this.statements.do<Row>(TAKE_PAST_FULL, [...values, full, profiles, this.lookOnAfter]);
    this.lookOnAfter = rows[0]!.lookOnAfter;
    return rows.filter((row): row is Claim & Row => row.id !== null);
  }

  /** Gives deliveries back untried. */
  async release(...claims: readonly Claim[]): Promise<void> {
    if (claims.length === 0) return;
    await this.db.query(
      `UPDATE delivery SET state = 'queued'
       WHERE state = 'claimed' AND owner = $1 AND (id, epoch) IN (SELECT * FROM unnest($2::uuid[], $3::bigint[]))`,
      [claims[0]!.owner, claims.map(({ id }) => id), claims.map(({ epoch }) => epoch)],
    );
  }

  /** Keeps what is under way; a slow server is no reason to begin again. */
  async renew(claims: readonly Claim[]): Promise<void> {
    if (claims.length === 0) return;
    await this.db.query(
      `UPDATE delivery SET lease_until = now() + ${LEASE}
       WHERE state IN ('claimed', 'handing_over') AND (id, epoch) IN (SELECT * FROM unnest($1::uuid[], $2::bigint[]))`,
      [claims.map(({ id }) => id), claims.map(({ epoch }) => epoch)],
    );
  }

  /** Makes everything that waits for a profile due: somebody has corrected it. */
  async hurry(profileId: string): Promise<void> {
    await this.db.query(hurried(`profile_id = $1`), [profileId]);
  }

  /** Makes due what waits because of one of these: somebody may have corrected it. */
  async hurryAfter(codes: readonly ErrorCode[]): Promise<void> {
    await this.db.query(hurried(`code = ANY($1)`), [codes]);
  }
}

/** It waits for nobody: what somebody else is just changing is on its way, or ends. */
const hurried = (condition: string): string => `
  UPDATE delivery SET next_attempt_at = now() WHERE id IN (
    SELECT id FROM delivery WHERE state = 'deferred' AND ${condition} ORDER BY id FOR UPDATE SKIP LOCKED)`;
