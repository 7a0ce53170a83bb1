import { createHash, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { z } from 'zod';
import { Clock } from '../clock.js';

/** The parts that say who speaks; more is not believed. */
export const graphNotifications = z.object({
  value: z
    .array(
      z.object({
        subscriptionId: z
          .string()
          .max(200)
          .regex(/^[!-~]+$/),
        clientState: z.string().max(255).nullish(),
        /** `reauthorizationRequired`, `subscriptionRemoved`, `missed`. */
        lifecycleEvent: z.string().max(60).nullish(),
      }),
    )
    .max(1_000),
});
type GraphNotification = z.output<typeof graphNotifications>['value'][number];

export const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/** What Graph says, noted for the replica that reads the mailbox. */
@Injectable()
export class GraphNotifications {
  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Those without the secret of their subscription change nothing. */
  async take(notifications: readonly GraphNotification[]): Promise<void> {
    const known = await this.statesOf(notifications);
    const proven = notifications.filter(({ subscriptionId, clientState }) => {
      const state = known.get(subscriptionId);
      // Both are hashes, so of one length, and compared without telling how much of them agrees.
      return state !== undefined && timingSafeEqual(state, sha256(clientState ?? ''));
    });
    if (proven.length === 0) return;
    await this.note(
      proven.map(({ subscriptionId }) => subscriptionId),
      proven.flatMap(({ subscriptionId, lifecycleEvent }) => (lifecycleEvent ? [subscriptionId] : [])),
    );
  }

  private async statesOf(notifications: readonly GraphNotification[]): Promise<ReadonlyMap<string, Buffer>> {
    const rows: { subscription_id: string; state_sha256: Buffer }[] = await this.db.query(
      `SELECT subscription_id, state_sha256 FROM graph_subscription WHERE subscription_id = ANY($1::text[])`,
      [notifications.map(({ subscriptionId }) => subscriptionId)],
    );
    return new Map(rows.map((it) => [it.subscription_id, it.state_sha256]));
  }

  /** A subscription that Graph worries about is renewed at the next look. */
  private async note(announced: string[], worried: string[]): Promise<void> {
    await this.db.query(
      `UPDATE graph_subscription
       SET announced_at = $2, renew_at = CASE WHEN subscription_id = ANY($3::text[]) THEN $2 ELSE renew_at END
       WHERE subscription_id = ANY($1::text[])`,
      [announced, this.clock.now(), worried],
    );
  }
}
