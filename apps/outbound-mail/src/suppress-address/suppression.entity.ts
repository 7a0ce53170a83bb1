import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { SuppressionReason } from './suppression-of.js';

/** An address that gets no mail, and why. A lifted one stays, so that the list says who lifted it. */
@Entity('suppression')
export class Suppression {
  @PrimaryColumn('uuid')
  id!: string;

  /** In lower case: two ways to write an address are one mailbox. */
  @Column('text')
  address!: string;

  @Column('text')
  reason!: SuppressionReason;

  /** Of the report or the refusal that led to it (RFC 3463). */
  @Column('text', { name: 'status_code' })
  statusCode!: string;

  /** The mail that could not be delivered. */
  @Column('uuid', { name: 'delivery_id' })
  deliveryId!: string;

  @Column('timestamptz', { name: 'created_at' })
  createdAt!: Date;

  /** `null`: it lasts until somebody lifts it. */
  @Column('timestamptz', { name: 'expires_at', nullable: true })
  expiresAt!: Date | null;

  @Column('timestamptz', { name: 'lifted_at', nullable: true })
  liftedAt!: Date | null;

  @Column('text', { name: 'lifted_by', nullable: true })
  liftedBy!: string | null;

  /** When admins were told of the first urgent mail that it held up. */
  @Column('timestamptz', { name: 'reported_at', nullable: true })
  reportedAt!: Date | null;
}
