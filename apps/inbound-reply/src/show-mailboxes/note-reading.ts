import { hostname } from 'node:os';
import type { Pause } from '@replyline/providers/microsoft';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import type { Reading } from '../read-mailbox/reading.js';

/** A mailbox of IMAP is visited at each announcement: that it was read is written no more often than people look. */
const NOTE_MS = 30_000;

/** A shorter pause is over before anybody has looked. */
const NOTED_PAUSE_MS = 10_000;

/** The instance, as those who run it know it: the name of its pod or host, and its process there. */
const READER = `${hostname()}/${process.pid}`;

/** Notes who reads a mailbox, when it was read last, and how much there was, for the operator who asks. */
@Injectable()
export class NoteReading {
  /** By mailbox: when a term of reading was noted last. */
  private readonly noted = new Map<string, { readonly epoch: number; readonly at: number }>();

  constructor(
    private readonly db: DataSource,
    private readonly clock: Clock,
  ) {}

  /** New mail was found, which is fetched now. */
  async found(reading: Reading, mails: number): Promise<void> {
    if (mails === 0) return;
    this.noted.delete(reading.mailbox);
    await this.db.query(FOUND, [...this.whose(reading), mails]);
  }

  /** Nothing is left in it that is to be fetched. */
  async read(reading: Reading): Promise<void> {
    const at = this.clock.now().getTime();
    const before = this.noted.get(reading.mailbox);
    if (before?.epoch === reading.epoch && at - before.at < NOTE_MS) return;
    await this.db.query(READ, this.whose(reading));
    this.noted.set(reading.mailbox, { epoch: reading.epoch, at });
  }

  /** Nothing is asked of its server until then, because it said so. */
  async waits(reading: Reading, { until, because }: Pause): Promise<void> {
    if (until.getTime() - this.clock.now().getTime() < NOTED_PAUSE_MS) return;
    this.noted.delete(reading.mailbox);
    await this.db.query(WAITS, [...this.whose(reading).slice(0, 4), until, because]);
  }

  private whose({ mailbox, document, epoch }: Reading): unknown[] {
    return [mailbox, document, epoch, READER, this.clock.now()];
  }
}

/** A reader that was replaced writes nothing; nothing depends on what is noted, so that it need not know. */
const noting = (columns: string, values: string, change: string): string => `
  INSERT INTO mailbox (mailbox, reader, reader_epoch, ${columns})
  SELECT $1, $4, $3::bigint, ${values} FROM lease WHERE name = $2 AND epoch = $3::bigint
  ON CONFLICT (mailbox) DO UPDATE SET reader = excluded.reader, reader_epoch = excluded.reader_epoch, ${change}`;

const FOUND = noting(
  'listed_at, listed',
  '$5::timestamptz, $6::integer',
  'listed_at = excluded.listed_at, listed = excluded.listed',
);
const READ = noting(
  'read_at',
  '$5::timestamptz',
  'read_at = excluded.read_at, listed_at = NULL, listed = NULL, waits_until = NULL, waits_because = NULL',
);
const WAITS = noting(
  'waits_until, waits_because',
  '$5::timestamptz, $6::text',
  'waits_until = excluded.waits_until, waits_because = excluded.waits_because',
);
