import { codeOf } from '@replyline/errors';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../clock.js';
import { hashesOf, KeepFiles } from '../keep-files/keep-files.js';
import { withFiles } from '../keep-files/reply-files.js';
import { ExamineMail, type Examined } from './examine-mail.js';
import { isPosted, verdictOf } from './plan.js';
import type { StoredMail } from './stored-mail.js';

/** The scanner is given up after a minute of silence, three times; a mail has few files. */
const SCANNING_MS = 5 * 60_000;

/** A mail, and what was found in it, unless nobody could read it. */
export interface LookedAt {
  readonly stored: StoredMail;
  readonly examined: Examined | undefined;
}

/** One that could not be looked at, for instance because the scanner is away: nobody else's trouble. */
export interface NotLookedAt {
  readonly id: string;
  readonly error: unknown;
}

/** Finds out what there is to know of a stored mail, and puts its files where readers of the reply find them. Decides nothing. */
@Injectable()
export class LookAtMail {
  constructor(
    private readonly db: DataSource,
    private readonly examination: ExamineMail,
    private readonly keepFiles: KeepFiles,
    private readonly clock: Clock,
  ) {}

  /** In their order. They are read while those `before` them are decided. */
  async all(
    stored: readonly StoredMail[],
    before?: Promise<void>,
  ): Promise<{ mails: LookedAt[]; failed: readonly NotLookedAt[] }> {
    const failed: NotLookedAt[] = [];
    const looked = stored.map((one) =>
      this.one(one, before).catch((error: unknown) => void failed.push({ id: one.id, error })),
    );
    return { mails: (await Promise.all(looked)).filter((it) => it !== undefined), failed };
  }

  private async one(stored: StoredMail, before?: Promise<void>): Promise<LookedAt> {
    return { stored, examined: stored.raw ? await this.examine(stored.raw, stored, before) : undefined };
  }

  private async examine(raw: Buffer, stored: StoredMail, before?: Promise<void>): Promise<Examined | undefined> {
    try {
      const examined = await this.examination.examine(raw, stored, before);
      if (!isPosted(verdictOf(stored, examined, this.clock.now()))) return examined;
      if (hashesOf(examined.files).length > 0) await this.takeTime(stored.id);
      return await this.withKept(raw, examined);
    } catch (error) {
      if (codeOf(error) === 'mail.unreadable') return undefined;
      throw error;
    }
  }

  /** A scanner may take longer over a mail than one waits that a process left behind: nobody else begins meanwhile. */
  private async takeTime(id: string): Promise<void> {
    await this.db.query(
      `UPDATE inbound_mail SET next_try_at = greatest(next_try_at, $2) WHERE id = $1 AND state <> 'processed'`,
      [id, new Date(this.clock.now().getTime() + SCANNING_MS)],
    );
  }

  /** Before the transaction: whoever hears of the reply finds its files there. */
  private async withKept(raw: Buffer, { extracted, ...examined }: Examined): Promise<Examined> {
    const files = await this.keepFiles.keep(raw, examined.files);
    const shown = (text: string): string => withFiles(text, files);
    const answers = extracted.answers.map((it) => ({ ...it, text: shown(it.text) }));
    const [text, remainder] = [shown(extracted.text), shown(extracted.remainder)];
    return { ...examined, files, extracted: { ...extracted, text, answers, remainder } };
  }
}
