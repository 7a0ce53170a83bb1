import type { DirectoryUser, Role } from '@replyline/contracts';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A person of the directory. */
@Entity('directory_user')
export class User {
  /** `sub` of the person's tokens. */
  @PrimaryColumn({ type: 'uuid' })
  id!: string;

  @Column({ type: 'int' })
  revision!: number;

  @Column({ type: 'text' })
  name!: string;

  @Column({ type: 'text', name: 'display_name' })
  displayName!: string;

  @Column({ type: 'text' })
  address!: string;

  @Column({ type: 'text', array: true })
  roles!: Role[];

  @Column({ type: 'text', array: true })
  groups!: string[];

  @Column({ type: 'text', array: true, name: 'other_addresses' })
  otherAddresses!: string[];

  @Column({ type: 'text' })
  locale!: string;

  @Column({ type: 'text', name: 'time_zone' })
  timeZone!: string;

  @Column({ type: 'text', name: 'alternative_sender', nullable: true })
  alternativeSender!: string | null;

  @Column({ type: 'text', array: true })
  subscriptions!: string[];
}

/** The person as the directory shows him. */
export const directoryUserOf = ({ alternativeSender, ...user }: User): DirectoryUser => ({
  ...user,
  ...(alternativeSender !== null && { alternativeSender }),
});
