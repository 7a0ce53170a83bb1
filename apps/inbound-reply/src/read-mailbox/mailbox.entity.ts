import { Column, Entity, PrimaryColumn } from 'typeorm';

/** How far one mailbox was read, and whether it can be. */
@Entity('mailbox')
export class Mailbox {
  /** See `mailboxKey`. */
  @PrimaryColumn('text')
  mailbox!: string;

  /** Everything up to here is stored; in the words of its server. */
  @Column('text', { nullable: true })
  cursor!: string | null;

  /** When it was looked into for the first time, in whole seconds as mail servers count; null before that. */
  @Column('timestamptz', { name: 'known_since', nullable: true })
  knownSince!: Date | null;

  /** When a mail was skipped last because somebody else had marked it as read. */
  @Column('timestamptz', { name: 'skipped_at', nullable: true })
  skippedAt!: Date | null;

  /** The code of what keeps it from being read; null while it can be read. */
  @Column('text', { nullable: true })
  trouble!: string | null;

  @Column('timestamptz', { name: 'trouble_since', nullable: true })
  troubleSince!: Date | null;
}
