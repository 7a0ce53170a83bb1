import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Somebody wants no more mail about a topic. */
@Entity('unsubscription')
export class Unsubscription {
  @PrimaryColumn('uuid')
  id!: string;

  /** The id of a user, or for somebody outside of the directory his address in lower case. */
  @Column('text')
  recipient!: string;

  /** Where the mail of his last click went, in lower case: mail to the bare address is for the same person. */
  @Column('text', { nullable: true })
  address!: string | null;

  @Column('text')
  topic!: string;

  /** The mail whose link he followed first. */
  @Column('uuid', { name: 'delivery_id' })
  deliveryId!: string;

  @Column('timestamptz', { name: 'unsubscribed_at' })
  unsubscribedAt!: Date;
}
