import { readToken } from '@replyline/intent';
import { ReplyReceivedV1 } from '@replyline/contracts';
import type { Facts, InboundMail } from '@replyline/mail';
import { Together } from '@replyline/service-host';
import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { AnnouncedMail } from '../remember-sent-mail/announced-mail.entity.js';
import { isIdOf, leftParts } from './intent-fact.js';
import { tailsOfUsers } from './reply-tail.js';
import { TokenKeys } from './token-keys.js';

const HOUR_MS = 3_600_000;

/** So many answers by mail are posted in one conversation within an hour; what comes beyond them waits for its owner. */
export class ReplyLimit {
  constructor(readonly perHour: number) {}
}

interface Answer {
  /** Of the stored mail: what was published because of this very mail is not before it. */
  readonly id: string;
  readonly replyId: string | undefined;
  readonly conversationId: string | undefined;
  readonly now: Date;
}

type Asked = Omit<Answer, 'now'> & Pick<InboundMail, 'messageId'> & { readonly since: Date };

interface History {
  readonly received: boolean;
  readonly own: boolean;
  readonly replies: number;
}

const HISTORIES = `
  SELECT EXISTS (SELECT 1 FROM claim WHERE id = it.reply_id AND inbound_mail_id <> it.mail_id) AS received,
    EXISTS (SELECT 1 FROM sent_mail WHERE message_id = it.message_id)
      OR EXISTS (SELECT 1 FROM sent_mail WHERE provider_message_id = it.message_id) AS own,
    (SELECT count(*)::integer FROM claim WHERE conversation_id = it.conversation_id AND type = $4 AND claimed_at > it.since) AS replies
  FROM unnest($1::uuid[], $2::text[], $3::uuid[], $5::timestamptz[], $6::uuid[])
    WITH ORDINALITY AS it (reply_id, message_id, conversation_id, since, mail_id, place)
  ORDER BY place`;

/** What is known here of the mails that were sent and of the answers that came. */
@Injectable()
export class KnownMail {
  private readonly byKey = new Together((keys: readonly string[]) => this.withKeys(keys));
  private readonly tails = new Together((userIds: readonly string[]) => tailsOfUsers(this.db.manager, userIds));
  private readonly histories = new Together((answers: readonly Asked[]) => this.historiesOf(answers));

  constructor(
    private readonly db: DataSource,
    private readonly tokens: TokenKeys,
    private readonly limit: ReplyLimit,
  ) {}

  withKey(replyKey: string): Promise<AnnouncedMail | undefined> {
    return this.byKey.do(replyKey);
  }

  private async withKeys(keys: readonly string[]): Promise<(AnnouncedMail | undefined)[]> {
    const found = await this.db.manager.findBy(AnnouncedMail, { replyKey: In(keys) });
    const byKey = new Map(found.map((sent) => [sent.replyKey, sent]));
    return keys.map((key) => byKey.get(key));
  }

  /** The nearest of the answered messages that is one of ours, under our Message-ID or the provider's. */
  async withId(ids: readonly string[]): Promise<AnnouncedMail | undefined> {
    if (ids.length === 0) return undefined;
    const found = await this.db.manager
      .createQueryBuilder(AnnouncedMail, 's')
      .where('s.messageId = ANY(:ids)', { ids })
      .orWhere('s.providerMessageId = ANY(:ids)', { ids })
      .orWhere(`split_part(s.provider_message_id, '@', 1) = ANY(:lefts)`, { lefts: leftParts(ids) })
      .getMany();
    return ids.map((id) => found.find((it) => isIdOf(id, it))).find((it) => it !== undefined);
  }

  /** The lines that stand below this person's answers again and again. */
  tailOf(userId: string): Promise<string[]> {
    return this.tails.do(userId);
  }

  /** What of an answer depends on those before it. */
  async history(
    { messageId }: Pick<InboundMail, 'messageId'>,
    { id, replyId, conversationId, now }: Answer,
  ): Promise<Pick<Facts, 'alreadyReceived' | 'hasOwnMessageId' | 'isFlooded'>> {
    const since = new Date(now.getTime() - HOUR_MS);
    const row = await this.histories.do({ id, replyId, messageId, conversationId, since });
    return {
      alreadyReceived: row.received,
      hasOwnMessageId: row.own || this.isToken(messageId, now),
      isFlooded: row.replies >= this.limit.perHour,
    };
  }

  private historiesOf(answers: readonly Asked[]): Promise<History[]> {
    return this.db.query(HISTORIES, [
      answers.map(({ replyId = null }) => replyId),
      answers.map(({ messageId = null }) => messageId),
      answers.map(({ conversationId = null }) => conversationId),
      ReplyReceivedV1.type,
      answers.map(({ since }) => since),
      answers.map(({ id }) => id),
    ]);
  }

  private isToken(messageId: string | undefined, now: Date): boolean {
    return messageId !== undefined && readToken(messageId.split('@', 1)[0]!, this.tokens.keys, now).kind !== 'forged';
  }
}
