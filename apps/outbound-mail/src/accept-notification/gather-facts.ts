import {
  DirectoryUserDocument,
  PublisherDocument,
  ReplyMailboxDocument,
  SendingProfileDocument,
  SYSTEM_PROFILE,
  userProfileId,
  type DirectoryUser,
  type SendingProfile,
} from '@replyline/contracts';
import { mintReviewToken, mintUnsubscribeToken } from '@replyline/intent';
import { Documents } from '@replyline/messaging';
import { Together } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { Chance } from '../chance.js';
import { perLane } from '../keep-deliveries/lanes.js';
import { Means } from '../means.js';
import { Suppressions, type Kept } from '../suppress-address/suppressions.js';
import { topicOf } from '../unsubscribe/mailing-list.js';
import { Unsubscriptions } from '../unsubscribe/unsubscriptions.js';
import { audienceOf, type Member } from './audience.js';
import type { Facts, Requested } from './facts.js';
import { knownPublisher } from './may-ask.js';

/** Looks up everything that the plan for a request decides by. */
@Injectable()
export class GatherFacts {
  private readonly lookingUp = perLane(
    () => new Together((all: readonly (readonly string[])[]) => this.suppressedAmong(all)),
  );

  constructor(
    private readonly documents: Documents,
    private readonly means: Means,
    private readonly suppressions: Suppressions,
    private readonly unsubscriptions: Unsubscriptions,
    private readonly chance: Chance,
  ) {}

  async about(event: Requested, now: Date): Promise<Facts> {
    const { intent, reviewBaseUrl, unsubscribeBaseUrl } = this.means;
    const directory = this.directory();
    const people = audienceOf(event.data.recipients, directory);
    const suppressed = await this.lookingUp[event.data.lane].do(people.flatMap(({ address }) => address ?? []));
    return {
      ...directory,
      now,
      isSuppressed: (address) => isKept(suppressed.get(address.toLowerCase()), topicOf(event.data)),
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

  /** One question for all requests of a lane that arrive at the same time, and one answer for all of them. */
  private async suppressedAmong(all: readonly (readonly string[])[]): Promise<ReadonlyMap<string, Kept>[]> {
    const found = await this.suppressions.among(all.flat());
    return all.map(() => found);
  }

  private async unsubscribed({ data }: Requested, people: readonly Member[]): Promise<Facts['hasUnsubscribed']> {
    const topic = topicOf(data);
    return topic === undefined ? () => false : this.unsubscriptions.from(topic, people);
  }

  /** Everybody is looked up once a request: it is a walk through the directory, and whoever comes meanwhile comes later. */
  private directory(): Pick<Facts, 'userOf' | 'users'> {
    let everybody: DirectoryUser[] | undefined;
    return {
      userOf: (id) => this.documents.get(DirectoryUserDocument, id),
      users: () => (everybody ??= this.documents.all(DirectoryUserDocument)),
    };
  }

  private profilesFor(actorId: string | undefined): SendingProfile[] {
    const ids = [SYSTEM_PROFILE, ...(actorId === undefined ? [] : [userProfileId(actorId)])];
    const own = ids.flatMap((id) => this.documents.get(SendingProfileDocument, id) ?? []);
    return [...own, ...this.documents.all(SendingProfileDocument).filter(({ scope }) => scope === 'shared')];
  }
}

/** Whoever complained gets what nobody can unsubscribe from. */
const isKept = (kept: Kept | undefined, topic: string | undefined): boolean =>
  kept === 'everything' || (kept === 'lists' && topic !== undefined);
