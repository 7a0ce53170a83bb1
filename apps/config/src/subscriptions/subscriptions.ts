import { SubscriptionBegunV1, type DirectoryUser, type Event } from '@replyline/contracts';
import { Inbox, Outbox } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { SOURCE } from '../source.js';
import { FindUsers } from '../users/find-users.js';
import { Users } from '../users/users.js';
import { after, type Known, type Said } from './who-wins.js';

/** Which person, which topic. */
interface Place {
  readonly userId: string;
  readonly topic: string;
}

type Last = NonNullable<Known['last']>;

/** Which topics a person wants to hear of: what he chooses here, and what he says by mail. */
@Injectable()
export class Subscriptions {
  constructor(
    private readonly db: DataSource,
    private readonly users: Users,
    private readonly findUsers: FindUsers,
    private readonly inbox: Inbox,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** outbound-mail hears of what is new, and lifts what stands in its way. Throws as `Users.amend` does. */
  async choose(userId: string, basis: number | undefined, topics: string[]): Promise<DirectoryUser> {
    const before = await this.findUsers.one(userId);
    const begun = topics.filter((topic) => !before.subscriptions.includes(topic));
    return this.db.transaction(async (tx) => {
      // Refused unless the topics are those that were read above.
      const user = await this.users.amend(userId, basis, { subscriptions: topics }, tx);
      await this.begin(tx, userId, begun);
      return user;
    });
  }

  /** Once, however often it is heard; a person who is not here any more needs nothing. */
  async hear(event: Event<Place & { at: string }>, what: Said['what'], consumer: string): Promise<void> {
    const { userId, topic, at } = event.data;
    await this.db.transaction(async (tx) => {
      if (!(await this.inbox.admit(tx, consumer, event))) return;
      const known = await lockedTopic(tx, { userId, topic });
      if (!known) return;
      const { isSubscribed, last } = after(known, { what, at });
      if (last) await note(tx, userId, { [topic]: last });
      if (isSubscribed === known.isSubscribed) return;
      await this.users.retopic(
        userId,
        (topics) => (isSubscribed ? withOne(topics, topic) : without(topics, topic)),
        tx,
      );
    });
  }

  private async begin(tx: EntityManager, userId: string, topics: string[]): Promise<void> {
    if (topics.length === 0) return;
    const at = this.clock.now().toISOString();
    await note(tx, userId, Object.fromEntries(topics.map((topic) => [topic, { what: 'begun', at }])));
    await this.outbox.add(tx, SubscriptionBegunV1.make({ userId, topics, at }, { source: SOURCE, subject: userId }));
  }
}

/** A directory user has room for so many; what he chose since he left counts more. */
const MOST = 500;
const withOne = (topics: string[], topic: string): string[] => [...topics, topic].slice(0, MOST);
const without = (topics: string[], topic: string): string[] => topics.filter((it) => it !== topic);

/** Nobody else changes the person until the transaction ends. */
async function lockedTopic(tx: EntityManager, { userId, topic }: Place): Promise<Known | undefined> {
  const [row]: { isSubscribed: boolean; last: Last | null }[] = await tx.query(
    `SELECT $2 = ANY(subscriptions) AS "isSubscribed", topic_changes->$2 AS last FROM directory_user
     WHERE id = $1 FOR UPDATE`,
    [userId, topic],
  );
  return row && { isSubscribed: row.isSubscribed, last: row.last ?? undefined };
}

const note = (tx: EntityManager, userId: string, changes: Readonly<Record<string, Last>>): Promise<unknown> =>
  tx.query(`UPDATE directory_user SET topic_changes = topic_changes || $2::jsonb WHERE id = $1`, [
    userId,
    JSON.stringify(changes),
  ]);
