import type { Publisher } from '@replyline/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A service that asks for notifications, and what it may claim. */
@Entity('publisher')
export class StoredPublisher implements Publisher {
  @PrimaryColumn({ type: 'text' })
  name!: string;

  @Column({ type: 'int' })
  revision!: number;

  @Column({ type: 'text', array: true })
  kinds!: string[];

  @Column({ type: 'text', array: true })
  lanes!: Publisher['lanes'];

  @Column({ type: 'boolean', name: 'may_act_for_users' })
  mayActForUsers!: boolean;

  @Column({ type: 'boolean', name: 'may_ask_for_replies' })
  mayAskForReplies!: boolean;
}
