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
import { insertPlan } from './insert-plan.js';
import { knownPublisher } from './may-ask.js';
import { mayBeTooEarly, plan, type Facts, type Plan, type Requested } from './plan.js';

export const ACCEPT_NOTIFICATION = 'outbound-mail-accept-notification';

/** Turns a request into deliveries. What it decides is never decided again, whatever settings say later. */
@Injectable()
export class AcceptNotification {
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
    const isNew = await this.db.transaction(async (tx) => {
      if (!(await this.inbox.admit(tx, ACCEPT_NOTIFICATION, event))) return false;
      const inserted = await insertPlan(tx, planned, { event, now });
      if (inserted === 'known') return false;
      const kept = inserted === 'reused' ? refused(planned) : planned;
      if (kept !== planned) await insertPlan(tx, kept, { event, now });
      await this.outbox.add(tx, ...eventsOf(kept, event));
      return true;
    });
    if (isNew) this.deliverMail.wake();
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

const refused = (planned: Plan): Plan => ({ ...planned, refusal: 'request.idempotency_key_reused', deliveries: [] });
