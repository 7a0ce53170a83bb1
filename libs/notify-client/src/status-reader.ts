import { setTimeout as pause } from 'node:timers/promises';
import { answerOf } from './answer-of.js';
import { bearer } from './bearer.js';
import { sourceOf, type Notification } from './notification.js';
import { urlOf } from './url-of.js';

export interface DeliveryStatus {
  readonly id: string;
  readonly state: string;
  readonly recipient: { readonly userId: string | null; readonly address: string | null };
  /** Why it stands where it stands, with what to do. */
  readonly reason: { readonly code: string; readonly title: string; readonly remediation: string } | null;
  readonly nextAttemptAt: string | null;
  /** Of one that is `unknown`: when it is looked for among what its provider has sent, `null` when that is over. */
  readonly search?: { readonly nextAt: string | null } | null;
}

export interface NotificationStatus {
  readonly id: string;
  readonly refusal: DeliveryStatus['reason'];
  readonly deliveries: readonly DeliveryStatus[];
}

/** As a list shows it. */
interface Listed extends NotificationStatus {
  readonly publisher: string;
  readonly deliveryCount: number;
}

export interface StatusOptions {
  /** Of outbound-mail. */
  readonly baseUrl: string;
  /** A bearer token with the role `service`; white space around it does not count. */
  readonly token: () => string | Promise<string>;
}

/** Ids are unique for each publisher: without the `source` of the event, another one's may be meant. */
type Event = Pick<Notification, 'id'> & Partial<Pick<Notification, 'source'>>;

/** Whatever comes after these needs a person. */
const FINAL = new Set(['sent', 'failed', 'unknown', 'suppressed', 'rejected', 'expired', 'cancelled', 'skipped']);
const FIRST_MS = 200;
const MOST_MS = 30_000;

/** What became of notifications, read from outbound-mail: nothing is missed while nobody was listening. */
export class StatusReader {
  constructor(private readonly options: StatusOptions) {}

  /** `undefined` before it was accepted. Rejects when outbound-mail does not answer or refuses the token. */
  async read({ id, source }: Event, signal?: AbortSignal): Promise<NotificationStatus | undefined> {
    const path = `/v1/notifications?eventId=${encodeURIComponent(id)}`;
    const { items } = await this.get<{ items: Listed[] }>(path, signal);
    const found = items.find(({ publisher }) => source === undefined || source === sourceOf(publisher));
    return found && needsAll(found) ? this.get(`/v1/notifications/${found.id}`, signal) : found;
  }

  private async get<T>(path: string, signal: AbortSignal | undefined): Promise<T> {
    const url = urlOf(this.options.baseUrl, path);
    return answerOf(url, { headers: await bearer(this.options.token), ...(signal && { signal }) });
  }

  /**
   * Gives each change, and ends with the last one: when no delivery will go on by itself. What outbound-mail never accepts,
   * a dead letter, has no last one: end the wait with `signal`.
   */
  async *follow(notification: Event, signal?: AbortSignal): AsyncGenerator<NotificationStatus> {
    let before = '';
    for (let delayMs = FIRST_MS; ; delayMs = Math.min(delayMs * 2, MOST_MS)) {
      const status = await this.read(notification, signal);
      const now = JSON.stringify(status);
      if (status && now !== before) {
        yield status;
        delayMs = FIRST_MS;
      }
      if (status && isOver(status)) return;
      before = now;
      await pause(delayMs, undefined, { signal });
    }
  }
}

/** The list shows the first of very many deliveries, and does not say whether a mail is still looked for. */
const needsAll = ({ deliveries, deliveryCount }: Listed): boolean =>
  deliveries.length < deliveryCount || deliveries.some(isUnknown);

const isUnknown = ({ state }: DeliveryStatus): boolean => state === 'unknown';

/** What is unknown may be found later, as long as it is looked for. */
const isSettled = (it: DeliveryStatus): boolean =>
  FINAL.has(it.state) && !(isUnknown(it) && typeof it.search?.nextAt === 'string');

const isOver = ({ refusal, deliveries }: NotificationStatus): boolean =>
  refusal !== null || deliveries.every(isSettled);
