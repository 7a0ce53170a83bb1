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
import { mintReviewToken, mintUnsubscribeToken } from '@replyline/intent';
import { Documents, Inbox, Outbox } from '@replyline/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Chance } from '../chance.js';
import { Clock } from '../clock.js';
import { DeliverMail } from '../deliver-mail/deliver-mail.js';
import { Means } from '../means.js';
import { Suppressions } from '../suppress-address/suppressions.js';
import { topicOf } from '../unsubscribe/mailing-list.js';
import { Unsubscriptions } from '../unsubscribe/unsubscriptions.js';
import { audienceOf, type Member } from './audience.js';
import { eventsOf } from './events-of-plan.js';
import { insertPlan, type When } from './insert-plan.js';
import { knownPublisher } from './may-ask.js';
import { mayBeTooEarly, plan, type Facts, type Plan, type Requested } from './plan.js';
import { itself, reportOf, urgentlySuppressed } from './report-suppressed.js';

export const ACCEPT_NOTIFICATION = 'outbound-mail-accept-notification';

/** What admins are told of a plan, and what will be done about that. */
interface Report {
  readonly addresses: readonly string[];
  readonly event: Requested;
  readonly planned: Plan;
}

/** Turns a request into deliveries. What it decides is never decided again, whatever settings say later. */
@Injectable()
export class AcceptNotification {
  private readonly logger = new Logger('AcceptNotification');

  constructor(
    private readonly db: DataSource,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly documents: Documents,
    private readonly means: Means,
    private readonly deliverMail: DeliverMail,
    private readonly suppressions: Suppressions,
    private readonly unsubscriptions: Unsubscriptions,
    private readonly clock: Clock,
    private readonly chance: Chance,
  ) {}

  async once(event: Requested): Promise<void> {
    const now = this.clock.now();
    const planned = plan(event, await this.facts(event, now));
    if (mayBeTooEarly(planned, event, now)) throw new Failure('settings.not_here_yet');
    const report = await this.reportOn(planned, event, now);
    const isNew = await this.db.transaction(async (tx) => {
      if (!(await this.inbox.admit(tx, ACCEPT_NOTIFICATION, event))) return false;
      if (!(await this.write(tx, planned, { event, now }))) return false;
      if (report?.planned.deliveries.length && (await this.suppressions.report(tx, report.addresses))) {
        await this.write(tx, report.planned, { event: report.event, now });
      }
      return true;
    });
    if (!isNew) return;
    this.deliverMail.wake();
    if (report) this.logger.warn({ notification: planned.notificationId }, 'an urgent mail was suppressed');
  }

  private async write(tx: EntityManager, planned: Plan, when: When): Promise<boolean> {
    if (!(await insertPlan(tx, planned, when))) return false;
    await this.outbox.add(tx, ...eventsOf(planned, when.event));
    return true;
  }

  /** An urgent mail that nobody gets is never silent: admins are told once a suppression, the log each time. */
  private async reportOn(planned: Plan, event: Requested, now: Date): Promise<Report | undefined> {
    const addresses = urgentlySuppressed(planned, event);
    if (addresses.length === 0) return undefined;
    const report = reportOf(planned, event, addresses);
    const facts = { ...(await this.facts(report, now)), publishers: itself };
    return { addresses, event: report, planned: plan(report, facts) };
  }

  private async facts(event: Requested, now: Date): Promise<Facts> {
    const { intent, reviewBaseUrl, unsubscribeBaseUrl } = this.means;
    const directory = this.directory();
    const people = audienceOf(event.data.recipients, directory);
    const suppressed = await this.suppressions.among(people.flatMap(({ address }) => address ?? []));
    return {
      ...directory,
      now,
      isSuppressed: (address) => suppressed.has(address.toLowerCase()),
      hasUnsubscribed: await this.unsubscribed(event, people),
      unsubscribeUrl: (id) =>
        unsubscribeBaseUrl && `${unsubscribeBaseUrl}/unsubscribe/${mintUnsubscribeToken(id, intent)}`,
      profilesFor: (actorId) => this.profilesFor(actorId),
      mailbox: this.documents.get(ReplyMailboxDocument),
      publishers: knownPublisher((name) => this.documents.get(PublisherDocument, name)),
      intentKeys: intent,
      reviewUrl: (id) => `${reviewBaseUrl}/held-replies/${id}?token=${encodeURIComponent(mintReviewToken(id, intent))}`,
      newId: () => this.chance.id(),
      newReplyKey: () => this.chance.replyKey(),
    };
  }

  private async unsubscribed({ data }: Requested, people: readonly Member[]): Promise<Facts['hasUnsubscribed']> {
    const topic = topicOf(data);
    return topic === undefined ? () => false : this.unsubscriptions.from(topic, people);
  }

  private directory(): Pick<Facts, 'userOf' | 'usersWith'> {
    return {
      userOf: (id) => this.documents.get(DirectoryUserDocument, id),
      usersWith: (role) => this.documents.all(DirectoryUserDocument).filter(({ roles }) => roles.includes(role)),
    };
  }

  private profilesFor(actorId: string | undefined): SendingProfile[] {
    const ids = [SYSTEM_PROFILE, ...(actorId === undefined ? [] : [userProfileId(actorId)])];
    const own = ids.flatMap((id) => this.documents.get(SendingProfileDocument, id) ?? []);
    return [...own, ...this.documents.all(SendingProfileDocument).filter(({ scope }) => scope === 'shared')];
  }
}
