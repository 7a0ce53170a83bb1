import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The one list of addresses that a user's mail may come from instead. */
@Entity('alternative_senders')
export class StoredSenders {
  @PrimaryColumn({ type: 'text' })
  id!: string;

  @Column({ type: 'int' })
  revision!: number;

  @Column({ type: 'text', array: true })
  addresses!: string[];

  @Column({ type: 'timestamptz', name: 'saved_at' })
  savedAt!: Date;

  /** `sub` of the token that saved it. */
  @Column({ type: 'text', name: 'saved_by' })
  savedBy!: string;
}
