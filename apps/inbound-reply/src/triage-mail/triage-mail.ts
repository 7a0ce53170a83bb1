import { codeOf } from '@replyline/errors';
import { isBeside } from '@replyline/mail';
import { Outbox } from '@replyline/messaging';
import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { HeldReply } from '../held-replies/held-reply.entity.js';
import { hashesOf, KeepFiles, useFiles } from '../keep-files/keep-files.js';
import { replyFilesOf, withFiles } from '../keep-files/reply-files.js';
import { notePictures } from '../keep-files/shown-pictures.js';
import { InboundMailRow } from '../read-mailbox/inbound-mail.entity.js';
import { take } from './claim.js';
import { consequencesOf, type Consequences, type Decision } from './consequences.js';
import { decide, type Decided } from './decide.js';
import { ExamineMail, type Examined } from './examine-mail.js';
import { withNote } from './note-of.js';
import { whyUntold } from './notices.js';
import { nextTryAt, tryAfterDefect } from './retry-schedule.js';
import { identityOf } from './stable-id.js';

const unreadable = (because: string): Decided => ({ outcome: 'unreadable', because, decidedBy: 'reader', passed: [] });
const UNPARSED = unreadable('it could not be read within its limits');
const UNSERVED = unreadable('the server failed to give it, several times in a row');
const DUPLICATE: Pick<Decided & { outcome: 'ignore' }, 'outcome' | 'because' | 'decidedBy'> = {
  outcome: 'ignore',
  because: 'the same message was received before',
  decidedBy: 'duplicate',
};

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
    const stored = await this.load(id);
    if (!stored) return;
    const examined = stored.raw ? await this.examine(stored.raw, stored) : undefined;
    const decided = await this.db.transaction((tx) => this.settle(tx, stored, examined));
    if (!decided) return;
    const { outcome, decidedBy } = decided;
    const delivery = examined?.sent && { delivery: examined.sent.deliveryId };
    this.logger.log({ inboundMail: id, outcome, decidedBy, ...delivery }, 'mail decided');
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
      const examined = await this.examination.examine(raw);
      return isPosted(this.verdictOf(stored, examined)) ? await this.withKept(raw, examined) : examined;
    } catch (error) {
      if (codeOf(error) === 'mail.unreadable') return undefined;
      throw error;
    }
  }

  /** Before the transaction: whoever hears of the reply finds its files there. */
  private async withKept(raw: Buffer, { extracted, ...examined }: Examined): Promise<Examined> {
    const files = await this.keepFiles.keep(raw, examined.files);
    return { ...examined, files, extracted: { ...extracted, text: withFiles(extracted.text, files) } };
  }

  private async load(id: string): Promise<InboundMailRow | undefined> {
    const found = await this.db.manager
      .createQueryBuilder(InboundMailRow, 'mail')
      .addSelect('mail.raw')
      .where(`mail.id = :id AND mail.state <> 'processed'`, { id })
      .getOne();
    return found ?? undefined;
  }

  /** The row's lock makes one of several who decide the same mail the one who acts; `undefined` for the others. */
  private async settle(
    tx: EntityManager,
    stored: InboundMailRow,
    examined: Examined | undefined,
  ): Promise<Decided | undefined> {
    const open: unknown[] = await tx.query(
      `SELECT 1 FROM inbound_mail WHERE id = $1 AND state <> 'processed' FOR UPDATE`,
      [stored.id],
    );
    if (open.length === 0) return undefined;
    if (!examined) return this.record(tx, stored, stored.raw ? UNPARSED : UNSERVED);
    const verdict = this.verdictOf(stored, examined);
    const consequences = consequencesOf(decisionOf(stored, examined, verdict));
    if (isPosted(verdict)) await this.noteFiles(tx, examined, verdict);
    const final = consequences ? await this.carryOut(tx, stored, { verdict, consequences }) : verdict;
    return this.record(tx, stored, final, examined);
  }

  /** Only of proven senders is it learned how they sign: others could have somebody's pictures dropped. */
  private async noteFiles(
    tx: EntityManager,
    { files, mail, sent, replyId }: Examined,
    verdict: Decided,
  ): Promise<void> {
    const hashes = hashesOf(files);
    await useFiles(tx, hashes, this.clock.now());
    if (verdict.outcome !== 'accept' || !sent || replyId === undefined) return;
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
    if (!(await take(tx, { id: it.claim, inboundMailId: id, type: it.event.type, at, told })))
      return { ...DUPLICATE, passed: [...verdict.passed, verdict.decidedBy] };
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

const decisionOf = (stored: InboundMailRow, examined: Examined, verdict: Decided): Decision => {
  const { mail, facts, extracted, sent, replyId, files } = examined;
  return {
    verdict,
    identity: identityOf(mail),
    receivedAt: stored.receivedAt,
    senderIsOnRecord: facts.senderIsOnRecord,
    sent,
    replyId,
    text: extracted.text,
    confidence: extracted.confidence,
    ...replyFilesOf(files),
  };
};

/** A mail of ten thousand parts is somebody's joke; it is all in `raw`. */
const MOST_RECORDED = 200;

const findings = ({ mail, extracted, replyKey, replyId }: Examined) => ({
  messageId: mail.messageId ?? null,
  replyKey: replyKey ?? null,
  replyId: replyId ?? null,
  replyText: extracted.text,
  elided: extracted.elided,
  confidence: extracted.confidence,
  evidence: [...extracted.evidence],
});
