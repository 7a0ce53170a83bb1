import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { codeOf } from '@replyline/errors';
import { News, renew, subscribe, type MicrosoftAccess, type Subscription } from '@replyline/providers/microsoft';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { sha256 } from './graph-notifications.js';

/** Where Graph reaches this service; absent, it is never asked to announce anything. */
export class NotificationAddress {
  constructor(readonly baseUrl: string | undefined) {}
}

/** Any replica may be told of mail; the one that reads looks this often whether one was. */
const LOOK_MS = 1_000;
/** After a refusal: the poll reads the mailbox meanwhile. */
const TRY_AGAIN_MS = 10 * 60_000;

interface Row {
  readonly subscription_id: string;
  readonly notification_url: string;
  readonly renew_at: Date;
}

/** Has Graph announce mail, where it can reach us. Nothing depends on it: the poll is the truth. */
@Injectable()
export class GraphSubscriptions {
  private readonly logger = new Logger('GraphSubscriptions');
  /** By mailbox: when Graph, which has refused, is asked again. */
  private readonly notBefore = new Map<string, number>();

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
    private readonly address: NotificationAddress,
  ) {}

  /** Announces what is announced for this mailbox, until `signal`. */
  newsOf(mailbox: string, signal: AbortSignal): News {
    const news = new News();
    if (this.address.baseUrl !== undefined) void this.watch(mailbox, news, signal);
    return news;
  }

  /** Makes the subscription, or renews it at half its time. What goes wrong is logged, and tried again later. */
  async keep(mailbox: string, access: MicrosoftAccess, signal: AbortSignal): Promise<void> {
    const { baseUrl } = this.address;
    if (baseUrl === undefined || this.clock.now().getTime() < (this.notBefore.get(mailbox) ?? 0)) return;
    try {
      await this.keepAt(`${baseUrl}/v1/graph-notifications`, mailbox, access, signal);
    } catch (error) {
      this.notBefore.set(mailbox, this.clock.now().getTime() + TRY_AGAIN_MS);
      this.logger.warn({ mailbox, code: codeOf(error) }, 'Microsoft Graph does not announce mail');
    }
  }

  private async keepAt(url: string, mailbox: string, access: MicrosoftAccess, signal: AbortSignal): Promise<void> {
    const row = await this.row(mailbox);
    const isOurs = row?.notification_url === url;
    if (isOurs && row.renew_at > this.clock.now()) return;
    const renewed = isOurs ? await renew(access, row.subscription_id, signal) : undefined;
    if (renewed) return this.renewed(mailbox, renewed);
    const clientState = randomBytes(32).toString('base64url');
    const made = await subscribe(access, { notificationUrl: url, clientState }, signal);
    await this.db.query(
      `INSERT INTO graph_subscription (mailbox, subscription_id, notification_url, state_sha256, renew_at)
       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (mailbox) DO UPDATE SET subscription_id = excluded.subscription_id,
         notification_url = excluded.notification_url, state_sha256 = excluded.state_sha256, renew_at = excluded.renew_at`,
      [mailbox, made.id, url, sha256(clientState), this.halfOf(made)],
    );
  }

  private renewed(mailbox: string, subscription: Subscription): Promise<void> {
    const values = [mailbox, this.halfOf(subscription)];
    return this.db
      .query(`UPDATE graph_subscription SET renew_at = $2 WHERE mailbox = $1`, values)
      .then(() => undefined);
  }

  private halfOf({ expiresAt }: Subscription): Date {
    return new Date((this.clock.now().getTime() + expiresAt.getTime()) / 2);
  }

  private async row(mailbox: string): Promise<Row | undefined> {
    const rows: Row[] = await this.db.query(
      `SELECT subscription_id, notification_url, renew_at FROM graph_subscription WHERE mailbox = $1`,
      [mailbox],
    );
    return rows[0];
  }

  private async watch(mailbox: string, news: News, signal: AbortSignal): Promise<void> {
    let last: number | undefined;
    while (!signal.aborted) {
      const at = await this.announcedAt(mailbox).catch(() => last);
      if (last !== undefined && at !== undefined && at > last) news.announce();
      last = at ?? last;
      await pause(LOOK_MS, undefined, { signal }).catch(() => undefined);
    }
  }

  /** 0: never. */
  private async announcedAt(mailbox: string): Promise<number> {
    const rows: { announced_at: Date | null }[] = await this.db.query(
      `SELECT announced_at FROM graph_subscription WHERE mailbox = $1`,
      [mailbox],
    );
    return rows[0]?.announced_at?.getTime() ?? 0;
  }
}
