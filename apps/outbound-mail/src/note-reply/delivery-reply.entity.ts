import type { ReplyOutcome } from '@replyline/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody answered a mail. The state of the delivery stays; what he wrote is not kept here. */
@Entity('delivery_reply')
export class DeliveryReply {
  @PrimaryColumn('uuid', { name: 'delivery_id' })
  deliveryId!: string;

  @PrimaryColumn('text', { name: 'event_id' })
  eventId!: string;

  @Column('text')
  outcome!: ReplyOutcome;

  @Column('timestamptz', { name: 'received_at' })
  receivedAt!: Date;
}
