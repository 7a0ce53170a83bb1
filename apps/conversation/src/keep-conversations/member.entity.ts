import { CreateDateColumn, Entity, PrimaryColumn } from 'typeorm';

/** One user may read and write in one conversation. The row is the right: nothing else gives it. */
@Entity('conversation_member')
export class Member {
  @PrimaryColumn('uuid', { name: 'conversation_id' })
  conversationId!: string;

  @PrimaryColumn('uuid', { name: 'user_id' })
  userId!: string;

  @CreateDateColumn({ name: 'added_at', type: 'timestamptz' })
  addedAt!: Date;
}
