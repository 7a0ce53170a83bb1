import { readToken } from '@replyline/intent';
import { ReplyReceivedV1 } from '@replyline/contracts';
import type { Facts, InboundMail } from '@replyline/mail';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { SentMail } from '../remember-sent-mail/sent-mail.entity.js';
import { isIdOf, leftParts } from './intent-fact.js';
import { tailOfUser } from './reply-tail.js';
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

/** What is known here of the mails that were sent and of the answers that came. */
@Injectable()
export class KnownMail {
  constructor(
    private readonly db: DataSource,
    private readonly tokens: TokenKeys,
    private readonly limit: ReplyLimit,
  ) {}

  async withKey(replyKey: string): Promise<SentMail | undefined> {
    return (await this.db.manager.findOneBy(SentMail, { replyKey })) ?? undefined;
  }

  /** The nearest of the answered messages that is one of ours, under our Message-ID or the provider's. */
  async withId(ids: readonly string[]): Promise<SentMail | undefined> {
    if (ids.length === 0) return undefined;
    const found = await this.db.manager
      .createQueryBuilder(SentMail, 's')
      .where('s.messageId = ANY(:ids)', { ids })
      .orWhere('s.providerMessageId = ANY(:ids)', { ids })
      .orWhere(`split_part(s.provider_message_id, '@', 1) = ANY(:lefts)`, { lefts: leftParts(ids) })
      .getMany();
    return ids.map((id) => found.find((it) => isIdOf(id, it))).find((it) => it !== undefined);
  }

  /** The lines that stand below this person's answers again and again. */
  tailOf(userId: string): Promise<string[]> {
    return tailOfUser(this.db.manager, userId);
  }

  /** What of an answer depends on those before it. */
  async history(
    { messageId }: Pick<InboundMail, 'messageId'>,
    { id, replyId, conversationId, now }: Answer,
  ): Promise<Pick<Facts, 'alreadyReceived' | 'hasOwnMessageId' | 'isFlooded'>> {
    const [row]: { received: boolean; own: boolean; replies: number }[] = await this.db.query(
      `SELECT EXISTS (SELECT 1 FROM claim WHERE id = $1 AND inbound_mail_id <> $6) AS received,
         EXISTS (SELECT 1 FROM sent_mail WHERE message_id = $2 OR provider_message_id = $2) AS own,
         (SELECT count(*)::integer FROM claim WHERE conversation_id = $3 AND type = $4 AND claimed_at > $5) AS replies`,
      [
        replyId ?? null,
        messageId ?? null,
        conversationId ?? null,
        ReplyReceivedV1.type,
        new Date(now.getTime() - HOUR_MS),
        id,
      ],
    );
    return {
      alreadyReceived: row!.received,
      hasOwnMessageId: row!.own || this.isToken(messageId, now),
      isFlooded: row!.replies >= this.limit.perHour,
    };
  }

  private isToken(messageId: string | undefined, now: Date): boolean {
    return messageId !== undefined && readToken(messageId.split('@', 1)[0]!, this.tokens.keys, now).kind !== 'forged';
  }
}
