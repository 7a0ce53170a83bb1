import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Seen } from './decide.js';

/** How far the search for a delivery is that was handed over and never answered for. */
@Entity('sent_search')
export class SentSearch {
  @PrimaryColumn('uuid', { name: 'delivery_id' })
  deliveryId!: string;

  @Column('integer')
  looks!: number;

  /** `null` when it is over. */
  @Column('timestamptz', { name: 'next_at', nullable: true })
  nextAt!: Date | null;

  @Column('timestamptz', { name: 'looked_at', nullable: true })
  lookedAt!: Date | null;

  @Column('text', { nullable: true })
  seen!: Seen | null;

  /** Why it could not be looked: a code of the errors catalogue. */
  @Column('text', { nullable: true })
  code!: string | null;
}
