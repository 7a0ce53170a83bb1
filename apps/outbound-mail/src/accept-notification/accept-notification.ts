import {
  DirectoryUserDocument,
  PublisherDocument,
  ReplyMailboxDocument,
  SendingProfileDocument,
  SYSTEM_PROFILE,
  userProfileId,
  type SendingProfile,
} from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { mintReviewToken } from '@replyline/intent';
import { Documents, Inbox, Outbox } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Chance } from '../chance.js';
import { Clock } from '../clock.js';
import { DeliverMail } from '../deliver-mail/deliver-mail.js';
import { Means } from '../means.js';
import { eventsOf } from './events-of-plan.js';
import { insertPlans, type Accepted } from './insert-plans.js';
import { knownPublisher } from './may-ask.js';
import { Together } from '../together.js';
import { mayBeTooEarly, plan, type Facts, type Requested } from './plan.js';

export const ACCEPT_NOTIFICATION = 'outbound-mail-accept-notification';

/** Turns a request into deliveries. What it decides is never decided again, whatever settings say later. */
@Injectable()
export class AcceptNotification {
  private readonly accepting = new Together((arrived: readonly Accepted[]) => this.accept(arrived));

  constructor(
    private readonly db: DataSource,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly documents: Documents,
    private readonly means: Means,
    private readonly deliverMail: DeliverMail,
    private readonly clock: Clock,
    private readonly chance: Chance,
  ) {}

  async once(event: Requested): Promise<void> {
    const now = this.clock.now();
    const planned = plan(event, this.facts(now));
    if (mayBeTooEarly(planned, event, now)) throw new Failure('settings.not_here_yet');
    await this.accepting.do({ event, plan: planned, now });
    this.deliverMail.wake();
  }

  /** What arrives at the same time is written down in one transaction. */
  private accept(arrived: readonly Accepted[]): Promise<undefined[]> {
    return this.db.transaction(async (tx) => {
      const admitted = new Set(
        await this.inbox.admitAll(
          tx,
          ACCEPT_NOTIFICATION,
          arrived.map(({ event }) => event),
        ),
      );
      const fresh = arrived.filter(({ event }) => admitted.has(event));
      const inserted = await insertPlans(tx, fresh);
      const reused = fresh.filter((_, index) => inserted[index] === 'reused').map(refused);
      await insertPlans(tx, reused);
      const kept = [...fresh.filter((_, index) => inserted[index] === 'new'), ...reused];
      await this.outbox.add(tx, ...kept.flatMap(({ plan: it, event }) => eventsOf(it, event)));
      return arrived.map(() => undefined);
    });
  }

  private facts(now: Date): Facts {
    const { intent, reviewBaseUrl } = this.means;
    return {
      now,
      profilesFor: (actorId) => this.profilesFor(actorId),
      mailbox: this.documents.get(ReplyMailboxDocument),
      publishers: knownPublisher((name) => this.documents.get(PublisherDocument, name)),
      userOf: (id) => this.documents.get(DirectoryUserDocument, id),
      users: () => this.documents.all(DirectoryUserDocument),
      intentKeys: intent,
      reviewUrl: (id) => `${reviewBaseUrl}/held-replies/${id}?token=${encodeURIComponent(mintReviewToken(id, intent))}`,
      newId: () => this.chance.id(),
      newReplyKey: () => this.chance.replyKey(),
    };
  }

  private profilesFor(actorId: string | undefined): SendingProfile[] {
    const ids = [SYSTEM_PROFILE, ...(actorId === undefined ? [] : [userProfileId(actorId)])];
    const own = ids.flatMap((id) => this.documents.get(SendingProfileDocument, id) ?? []);
    return [...own, ...this.documents.all(SendingProfileDocument).filter(({ scope }) => scope === 'shared')];
  }
}

const refused = (it: Accepted): Accepted => ({
  ...it,
  plan: { ...it.plan, refusal: 'request.idempotency_key_reused', deliveries: [] },
});
