import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What a mail server said later of a mail that another one had taken (RFC 3464). The state of the delivery stays. */
@Entity('delivery_report')
export class DeliveryReport {
  @PrimaryColumn('uuid', { name: 'delivery_id' })
  deliveryId!: string;

  @PrimaryColumn('text', { name: 'event_id' })
  eventId!: string;

  @Column('text')
  action!: string;

  /** RFC 3463. */
  @Column('text', { name: 'status_code' })
  statusCode!: string;

  @Column('boolean', { name: 'is_permanent' })
  isPermanent!: boolean;

  @Column('timestamptz', { name: 'reported_at' })
  reportedAt!: Date;
}
