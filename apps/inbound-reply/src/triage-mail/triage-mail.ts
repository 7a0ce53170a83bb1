import { codeOf } from '@replyline/errors';
import { ENDS_WHEN_FROZEN } from '@replyline/leases';
import { isBeside } from '@replyline/mail';
import { Outbox } from '@replyline/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { closeHeld } from '../held-replies/close-held.js';
import { HeldReply } from '../held-replies/held-reply.entity.js';
import { hashesOf, holdFiles, KeepFiles, useFiles } from '../keep-files/keep-files.js';
import { replyFilesOf, withFiles } from '../keep-files/reply-files.js';
import { notePictures } from '../keep-files/shown-pictures.js';
import { InboundMailRow } from '../read-mailbox/inbound-mail.entity.js';
import { besidesOf } from './besides.js';
import { take } from './claim.js';
import { consequencesOf, type Consequences, type Decision } from './consequences.js';
import { decide, type Decided } from './decide.js';
import { ExamineMail, type Examined } from './examine-mail.js';
import { withNote } from './note-of.js';
import { whyUntold } from './notices.js';
import { rememberTail } from './reply-tail.js';
import { nextTryAt, tryAfterDefect } from './retry-schedule.js';
import { identityOf } from './stable-id.js';

/** The scanner is given up after a minute of silence, three times; a mail has few files. */
const SCANNING_MS = 5 * 60_000;

const unreadable = (because: string): Decided => ({ outcome: 'unreadable', because, decidedBy: 'reader', passed: [] });
const UNPARSED = unreadable('it could not be read within its limits');
const UNSERVED = unreadable('the server failed to give it, several times in a row');
const DISCARDED: Pick<Decided & { outcome: 'ignore' }, 'outcome' | 'because' | 'decidedBy'> = {
  outcome: 'ignore',
  because: 'the person on record discarded it',
  decidedBy: 'discarded',
};
const DUPLICATE: Pick<Decided & { outcome: 'ignore' }, 'outcome' | 'because' | 'decidedBy'> = {
  outcome: 'ignore',
  because: 'the same message was received before',
  decidedBy: 'duplicate',
};

interface LookedAt {
  readonly stored: InboundMailRow;
  readonly examined: Examined | undefined;
}

/** One that could not be looked at, for instance because the scanner is away: nobody else's trouble. */
interface NotLookedAt {
  readonly id: string;
  readonly error: unknown;
}

/** What became of several that were to be decided together. */
interface Together {
  /** For later: what is decided of one mail may depend on the mail before it in the same conversation. */
  readonly left: readonly string[];
  readonly failed: readonly NotLookedAt[];
}

/** Decides what a stored mail is, and does what follows from it: both in one transaction, or neither. */
@Injectable()
export class TriageMail {
  private readonly logger = new Logger('Triage');

  constructor(
    private readonly db: DataSource,
    private readonly examination: ExamineMail,
    private readonly keepFiles: KeepFiles,
    private readonly outbox: Outbox,
    private readonly clock: Clock,
  ) {}

  /** Deciding a mail that is decided already changes nothing. */
  async decide(id: string): Promise<void> {
    for (const stored of await this.load([id])) await this.settleAll([await this.lookAt(stored)]);
  }

  /** Decides several in one transaction, in order, because each transaction waits for the disk. */
  async decideAll(ids: readonly string[]): Promise<Together> {
    const { mails, failed } = await this.lookAtAll(ids);
    const conversations = mails.map(({ examined }) => examined?.sent?.conversationId ?? undefined);
    const isFirst = (at: number): boolean =>
      conversations[at] === undefined || conversations.indexOf(conversations[at]) === at;
    await this.settleAll(mails.filter((_mail, at) => isFirst(at)));
    return { left: mails.filter((_mail, at) => !isFirst(at)).map(({ stored }) => stored.id), failed };
  }

  private async lookAtAll(ids: readonly string[]): Promise<{ mails: LookedAt[]; failed: NotLookedAt[] }> {
    const failed: NotLookedAt[] = [];
    const looked = (await this.load(ids)).map((stored) =>
      this.lookAt(stored).catch((error: unknown) => {
        failed.push({ id: stored.id, error });
      }),
    );
    return { mails: (await Promise.all(looked)).filter((it) => it !== undefined), failed };
  }

  private async lookAt(stored: InboundMailRow): Promise<LookedAt> {
    return { stored, examined: stored.raw ? await this.examine(stored.raw, stored) : undefined };
  }

  private async settleAll(mails: readonly LookedAt[]): Promise<void> {
    if (mails.length === 0) return;
    const decided = await this.db.transaction(async (tx) => {
      const open = await this.lock(tx, mails);
      const all: (Decided | undefined)[] = [];
      for (const { stored, examined } of mails)
        all.push(open.has(stored.id) ? await this.settle(tx, stored, examined) : undefined);
      return all;
    });
    mails.forEach((mail, at) => this.tell(mail, decided[at]));
  }

  /**
   * The row's lock makes one of several who decide the same mail the one who acts. Nobody waits for it: whoever has it decides, or
   * makes the mail due.
   */
  private async lock(tx: EntityManager, mails: readonly LookedAt[]): Promise<Set<string>> {
    const open: { id: string }[] = await tx.query(
      `SELECT id, ${ENDS_WHEN_FROZEN} FROM inbound_mail WHERE id = ANY($1) AND state <> 'processed'
       ORDER BY id FOR UPDATE SKIP LOCKED`,
      [mails.map(({ stored }) => stored.id)],
    );
    return new Set(open.map(({ id }) => id));
  }

  private tell({ stored, examined }: LookedAt, decided: Decided | undefined): void {
    if (!decided) return;
    const { outcome, decidedBy } = decided;
    const delivery = examined?.sent && { delivery: examined.sent.deliveryId };
    this.logger.log({ inboundMail: stored.id, outcome, decidedBy, ...delivery }, 'mail decided');
    if (decidedBy === 'too-many-replies')
      this.logger.warn(
        { inboundMail: stored.id, ...delivery },
        'a conversation gets more replies by mail than people write',
      );
  }

  /** A mail that could not be decided because of an error of ours: kept, and looked at again later and later. */
  async postpone(id: string): Promise<void> {
    const stored = await this.db.manager.findOneBy(InboundMailRow, { id });
    if (!stored || stored.state === 'processed') return;
    const next = tryAfterDefect(stored.failedTries, this.clock.now());
    await this.db.query(`UPDATE inbound_mail SET failed_tries = failed_tries + 1, next_try_at = $2 WHERE id = $1`, [
      id,
      next,
    ]);
  }

  private async examine(raw: Buffer, stored: InboundMailRow): Promise<Examined | undefined> {
    try {
      const examined = await this.examination.examine(raw, stored);
      if (!isPosted(this.verdictOf(stored, examined))) return examined;
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

  /** Those that are not decided, in the order of the ids. */
  private async load(ids: readonly string[]): Promise<InboundMailRow[]> {
    const found = await this.db.manager
      .createQueryBuilder(InboundMailRow, 'mail')
      .addSelect('mail.raw')
      .where(`mail.id = ANY(:ids) AND mail.state <> 'processed'`, { ids })
      .getMany();
    return found.sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
  }

  /** Of a mail that is locked. */
  private async settle(tx: EntityManager, stored: InboundMailRow, examined: Examined | undefined): Promise<Decided> {
    if (!examined) return this.record(tx, stored, stored.raw ? UNPARSED : UNSERVED);
    const verdict = this.verdictOf(stored, examined);
    const consequences = consequencesOf(decisionOf(stored, examined, verdict));
    const final = consequences ? await this.carryOut(tx, stored, { verdict, consequences }) : verdict;
    await this.noteFiles(tx, examined, final);
    if (final.outcome === 'accept') await rememberTail(tx, examined, this.clock.now());
    return this.record(tx, stored, final, examined);
  }

  /** Only of proven senders is it learned how they sign: others could have somebody's pictures dropped. */
  private async noteFiles(
    tx: EntityManager,
    { files, mail, sent, replyId }: Examined,
    verdict: Decided,
  ): Promise<void> {
    if (!isPosted(verdict)) return;
    const hashes = hashesOf(files);
    if (verdict.outcome === 'hold') return holdFiles(tx, hashes, this.clock.now());
    await useFiles(tx, hashes, this.clock.now());
    if (!sent || replyId === undefined) return;
    const beside = new Set(mail.attachments.filter(isBeside).map(({ sha256 }) => sha256));
    const pictures = hashes.filter((sha256) => beside.has(sha256));
    await notePictures(tx, { userId: sent.userId, hashes: pictures, replyId });
  }

  private verdictOf({ isWhole, storedAt }: InboundMailRow, { mail, facts, extracted }: Examined): Decided {
    const mayWait = nextTryAt(storedAt, this.clock.now()) !== undefined;
    return decide(mail, facts, { isWhole, mayWait, isCut: extracted.isCut });
  }

  /** Returns what became of the verdict: the second copy of a mail is one, and not everything is worth a mail to somebody. */
  private async carryOut(
    tx: EntityManager,
    { id, receivedAt }: InboundMailRow,
    { verdict, consequences: it }: { readonly verdict: Decided; readonly consequences: Consequences },
  ): Promise<Decided> {
    const at = this.clock.now();
    const untold = await whyUntold(tx, it, at);
    const told = untold ? undefined : it.tells;
    const passed = [...verdict.passed, verdict.decidedBy];
    const { claim, reason, conversationId, event } = it;
    if (!it.holding && (await closeHeld(tx, claim, at)) === 'discarded') return { ...DISCARDED, passed };
    const taken = await take(tx, { id: claim, inboundMailId: id, type: event.type, at, told, reason, conversationId });
    if (taken === 'elsewhere') return { ...DUPLICATE, passed };
    if (taken === 'before') return verdict;
    const asked = { heldAt: at, askedAt: untold ? null : at };
    if (it.holding) await tx.insert(HeldReply, { ...it.holding, ...asked, inboundMailId: id, receivedAt });
    if (untold) return { ...verdict, untold };
    await this.outbox.add(tx, ...withNote(it.event));
    return verdict;
  }

  private async record(
    tx: EntityManager,
    stored: InboundMailRow,
    decided: Decided,
    examined?: Examined,
  ): Promise<Decided> {
    const { decidedBy, passed, ...verdict } = decided;
    const now = this.clock.now();
    const isWaiting = verdict.outcome === 'wait';
    await tx.update(InboundMailRow, stored.id, {
      state: isWaiting ? 'waiting' : 'processed',
      nextTryAt: isWaiting ? (nextTryAt(stored.storedAt, now) ?? now) : null,
      outcome: verdict.outcome,
      verdict,
      decidedBy,
      passed: [...passed],
      decidedAt: now,
      ...(examined && findings(examined)),
      ...(examined && isPosted(decided) && { files: examined.files.slice(0, MOST_RECORDED) }),
    });
    return decided;
  }
}

/** Whether its words, and its files, come to stand somewhere. */
const isPosted = ({ outcome }: Decided): boolean => outcome === 'accept' || outcome === 'hold';

const decisionOf = (stored: InboundMailRow, examined: Examined, verdict: Decided): Decision => ({
  verdict,
  identity: identityOf(examined.mail),
  receivedAt: stored.receivedAt,
  senderIsOnRecord: examined.facts.senderIsOnRecord,
  senderProven: examined.facts.senderProven,
  sent: examined.sent,
  replyId: examined.replyId,
  text: examined.extracted.text,
  confidence: examined.extracted.confidence,
  quotesToken: examined.quotesToken,
  besides: besidesOf(examined.extracted),
  ...replyFilesOf(examined.files),
});

/** A mail of ten thousand parts is somebody's joke; it is all in `raw`. */
const MOST_RECORDED = 200;

const findings = ({ mail, extracted, replyKey, replyId }: Examined) => ({
  messageId: mail.messageId ?? null,
  replyKey: replyKey ?? null,
  replyId: replyId ?? null,
  replyText: extracted.text,
  elided: extracted.elided,
  besides: besidesOf(extracted),
  confidence: extracted.confidence,
  evidence: [...extracted.evidence],
});
