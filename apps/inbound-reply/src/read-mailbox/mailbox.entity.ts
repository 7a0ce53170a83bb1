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

  /** When everything in it had been fetched last, to half a minute. */
  @Column('timestamptz', { name: 'read_at', nullable: true })
  readAt!: Date | null;

  /** Which instance reads it, as long as the lease has the epoch beside it. */
  @Column('text', { nullable: true })
  reader!: string | null;

  @Column('bigint', { name: 'reader_epoch', nullable: true })
  readerEpoch!: string | null;

  /** When new mail was found that is not fetched yet, and how much; null when all of it is. */
  @Column('timestamptz', { name: 'listed_at', nullable: true })
  listedAt!: Date | null;

  @Column('integer', { nullable: true })
  listed!: number | null;

  /** Its server wants to be asked nothing until then; of use as long as it is in the future and its reader reads. */
  @Column('timestamptz', { name: 'waits_until', nullable: true })
  waitsUntil!: Date | null;

  /** The code of what it said. */
  @Column('text', { name: 'waits_because', nullable: true })
  waitsBecause!: string | null;
}
