import type { EventOf, NotificationAcceptedV1, NotificationSentV1 } from '@replyline/contracts';
import { LIFETIME_DAYS } from '@replyline/intent';
import { normaliseMessageId } from '@replyline/mail';
import { Inbox } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { DueMail } from '../triage-mail/due-mail.js';
import { AnnouncedMail } from './announced-mail.entity.js';

export const REMEMBER_MAIL = 'inbound-reply-remember-mail';
export const REMEMBER_PROVIDER_ID = 'inbound-reply-remember-provider-id';

const DAY_MS = 86_400_000;

type Accepted = EventOf<typeof NotificationAcceptedV1>;
type Sent = EventOf<typeof NotificationSentV1>;

/** Keeps what answers will be answers to and reports be about. What came earlier than this knowledge is looked at again at once. */
@Injectable()
export class RememberSentMail {
  constructor(
    private readonly db: DataSource,
    private readonly inbox: Inbox,
    private readonly due: DueMail,
  ) {}

  async accepted(event: Accepted): Promise<void> {
    const isAwaited = await this.db.transaction(async (tx) => {
      if (!(await this.inbox.admit(tx, REMEMBER_MAIL, event))) return false;
      await tx.createQueryBuilder().insert().into(AnnouncedMail).values(toRow(event)).orIgnore().execute();
      await adoptEarlyProviderId(tx, event.data.deliveryId);
      return this.due.release(tx, event.data.replyKey);
    });
    if (isAwaited) this.due.poke();
  }

  async sent(event: Sent): Promise<void> {
    const { deliveryId, providerMessageId } = event.data;
    if (providerMessageId === undefined) return;
    await this.db.transaction(async (tx) => {
      if (!(await this.inbox.admit(tx, REMEMBER_PROVIDER_ID, event))) return;
      await tx.query(
        `INSERT INTO early_provider_id (delivery_id, provider_message_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`,
        [deliveryId, normaliseMessageId(providerMessageId)],
      );
      await adoptEarlyProviderId(tx, deliveryId);
    });
  }
}

/** Whichever of the two events comes last completes the row. The lock makes one of them the last. */
async function adoptEarlyProviderId(tx: EntityManager, deliveryId: string): Promise<void> {
  await tx.query(`SELECT pg_advisory_xact_lock(hashtext($1))`, [deliveryId]);
  await tx.query(
    `WITH known AS (UPDATE sent_mail s SET provider_message_id = e.provider_message_id FROM early_provider_id e
       WHERE s.delivery_id = $1 AND e.delivery_id = $1 RETURNING s.delivery_id)
     DELETE FROM early_provider_id e USING known WHERE e.delivery_id = known.delivery_id`,
    [deliveryId],
  );
}

/** What went to a plain address is nobody's to answer here, but it comes back as any other. */
const toRow = ({ data, id, time, correlationid }: Accepted): AnnouncedMail => ({
  replyKey: data.replyKey,
  deliveryId: data.deliveryId,
  userId: data.recipient.userId ?? null,
  address: data.recipient.address,
  kind: data.kind,
  purpose: data.recipient.userId === undefined ? 'no-reply' : data.purpose,
  conversationId: data.replyTo?.conversationId ?? null,
  postId: data.replyTo?.postId ?? null,
  messageId: normaliseMessageId(data.messageId),
  providerMessageId: null,
  subject: data.subject,
  text: data.text,
  expiresAt: new Date(Date.parse(time) + LIFETIME_DAYS * DAY_MS),
  eventId: id,
  correlationId: correlationid ?? null,
});
