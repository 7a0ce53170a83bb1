import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person had a delivery sent again. Rows are written once. */
@Entity('delivery_resend')
export class DeliveryResend {
  @PrimaryColumn('uuid', { name: 'delivery_id' })
  deliveryId!: string;

  /** From 1. */
  @PrimaryColumn('integer')
  number!: number;

  @Column('timestamptz', { name: 'asked_at' })
  askedAt!: Date;

  /** The id of the person. */
  @Column('text', { name: 'asked_by' })
  askedBy!: string;

  /** How many attempts there were before. */
  @Column('integer', { name: 'after_attempts' })
  afterAttempts!: number;
}
