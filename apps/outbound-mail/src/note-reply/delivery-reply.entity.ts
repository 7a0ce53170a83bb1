import { Column, Entity, PrimaryColumn } from 'typeorm';

/** `received`: it is its recipient's answer. `held`: he is asked whether it is. `rejected`: it could not be posted. */
export const REPLY_OUTCOMES = ['received', 'held', 'rejected'] as const;
export type ReplyOutcome = (typeof REPLY_OUTCOMES)[number];

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
