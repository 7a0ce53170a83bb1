import { DirectoryUserDocument, type EventOf, type ReplyReceivedV1 } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { isReviewToken, mintReviewToken } from '@replyline/intent';
import { Documents, Outbox } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource, MoreThan, Not, type EntityManager } from 'typeorm';
import { Clock } from '../clock.js';
import { useFiles } from '../keep-files/keep-files.js';
import { InboundMailRow } from '../read-mailbox/inbound-mail.entity.js';
import { AnnouncedMail, isToSomebody, type SentMail } from '../remember-sent-mail/announced-mail.entity.js';
import { take } from '../triage-mail/claim.js';
import { replyReceived } from '../triage-mail/reply-received.js';
import { withNote } from '../triage-mail/note-of.js';
import { TokenKeys } from '../triage-mail/token-keys.js';
import { HeldReply, type HeldState } from './held-reply.entity.js';
import { isInDirectory, standingOf, waitsSince, type Standing } from './standing.js';

/** Where another reply to the same mail is shown. */
export interface Other {
  readonly id: string;
  readonly token: string;
  readonly receivedAt: Date;
}

/** How its owner reads. */
export interface Reader {
  readonly locale: string;
  readonly timeZone: string;
}

/** What is posted when its owner says so. */
export type Posted = Pick<EventOf<typeof ReplyReceivedV1>['data'], 'text' | 'answers' | 'elided'>;

/** What its owner is shown. */
export interface Shown extends Found {
  readonly posted: Posted;
}

interface Found {
  readonly held: HeldReply;
  readonly standing: Standing;
  readonly sent: SentMail;
  /** The subject of the mail that was answered: what it was about. */
  readonly subject: string;
  /** All that wait besides it. He is asked about one of them by mail, and comes to the others from here. */
  readonly others: readonly Other[];
  readonly reader: Reader;
}

/** What came of a click. */
export interface Outcome extends Pick<Shown, 'others' | 'reader'> {
  /** What the reply was before, so that the second click can be told apart. */
  readonly before: Standing;
}

/** A page that a person reads. Those beyond come when the first are decided. */
const MAX_OTHERS = 50;

/** Shows a held reply to whoever has the link that only its owner was sent, and does what he says. */
@Injectable()
export class HeldReplies {
  constructor(
    private readonly db: DataSource,
    private readonly outbox: Outbox,
    private readonly documents: Documents,
    private readonly tokens: TokenKeys,
    private readonly clock: Clock,
  ) {}

  /** Changes nothing: scanners of mail follow links. Throws `request.not_found`, also when the token is wrong. */
  async show(id: string, token: string): Promise<Shown> {
    const found = await this.find(this.db.manager, id, token);
    const { data } = (await this.eventOf(this.db.manager, found)) ?? { data: found.held };
    return { ...found, posted: data as Posted };
  }

  /** Publishes the reply, once. */
  post(id: string, token: string): Promise<Outcome> {
    return this.decide(id, token, (tx, found) => this.publish(tx, found));
  }

  /** Nothing will be posted; what was written stays with its mail. */
  discard(id: string, token: string): Promise<Outcome> {
    return this.decide(id, token, (tx) => this.close(tx, id, 'discarded'));
  }

  private decide(id: string, token: string, act: (tx: EntityManager, found: Found) => Promise<void>) {
    return this.db.transaction(async (tx): Promise<Outcome> => {
      const found = await this.lock(tx, id, token);
      const { standing: before, others, reader } = found;
      if (before === 'held') await act(tx, found);
      return { before, others, reader };
    });
  }

  /** The same mail may have come again with proof and be posted already: then its claim is taken. */
  private async publish(tx: EntityManager, found: Found): Promise<void> {
    const { held } = found;
    await this.close(tx, held.id, 'posted');
    const event = await this.eventOf(tx, found);
    const { replyId: id, inboundMailId } = held;
    if (!event) return;
    await useFiles(
      tx,
      held.files.map(({ sha256 }) => sha256),
      this.clock.now(),
    );
    if ((await take(tx, { id, inboundMailId, type: event.type, at: this.clock.now() })) === 'now') {
      await this.outbox.add(tx, ...withNote(event));
    }
  }

  /** With what else stood in its mail, as far as there is room for it. */
  private async eventOf(db: EntityManager, { held, sent }: Pick<Found, 'held' | 'sent'>) {
    const mail = await db.findOneBy(InboundMailRow, { id: held.inboundMailId });
    return replyReceived({ ...held, besides: mail?.besides ?? {} }, sent);
  }

  private async close(tx: EntityManager, id: string, state: HeldState): Promise<void> {
    await tx.update(HeldReply, id, { state, decidedAt: this.clock.now() });
  }

  /** Two clicks at the same moment come one after the other. */
  private async lock(tx: EntityManager, id: string, token: string): Promise<Found> {
    await tx.query(`SELECT 1 FROM held_reply WHERE id = $1 FOR UPDATE`, [id]);
    return this.find(tx, id, token);
  }

  private async find(db: EntityManager, id: string, token: string): Promise<Found> {
    const held = isReviewToken(token, id, this.tokens.keys) ? await db.findOneBy(HeldReply, { id }) : null;
    if (!held) throw new Failure('request.not_found');
    const sent = await db.findOneByOrFail(AnnouncedMail, { replyKey: held.replyKey });
    if (!isToSomebody(sent)) throw new Failure('request.not_found');
    const others = await this.othersLike(db, held);
    return {
      held,
      standing: standingOf(held, this.clock.now(), isInDirectory(this.documents, sent)),
      sent,
      subject: sent.subject,
      others,
      reader: this.readerOf(sent),
    };
  }

  private readerOf({ userId }: SentMail): Reader {
    const { locale, timeZone } = this.documents.get(DirectoryUserDocument, userId) ?? { locale: 'en', timeZone: 'UTC' };
    return { locale, timeZone };
  }

  private async othersLike(db: EntityManager, { id, replyKey }: HeldReply): Promise<Other[]> {
    const heldAt = MoreThan(waitsSince(this.clock.now()));
    const where = { replyKey, state: 'held' as const, id: Not(id), heldAt };
    const open = await db.find(HeldReply, { where, order: { heldAt: 'ASC' }, take: MAX_OTHERS });
    return open.map((it) => ({ ...it, token: mintReviewToken(it.id, this.tokens.keys) }));
  }
}
