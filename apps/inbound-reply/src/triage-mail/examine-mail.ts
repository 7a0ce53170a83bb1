import { DirectoryUserDocument, type ReplyMailbox, type SenderProof } from '@replyline/contracts';
import {
  readComplaint,
  readDeliveryReport,
  type ExtractedReply,
  type Facts,
  type FileFate,
  type InboundMail,
} from '@replyline/mail';
import { Documents } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { Clock } from '../clock.js';
import { ChooseFiles } from '../keep-files/choose-files.js';
import { saysSomething, withFiles } from '../keep-files/reply-files.js';
import { everyMailbox, mailboxKey, whoseOf } from '../read-mailbox/mailbox-key.js';
import type { InboundMailRow } from '../read-mailbox/inbound-mail.entity.js';
import { MessageReader } from '../read-message/message-reader.js';
import { isToSomebody, type AnnouncedMail, type SentMail } from '../remember-sent-mail/announced-mail.entity.js';
import { KnownMail } from './known-mail.js';
import { replyIdOf } from './identity-of.js';
import { answeredIds, firstOfOurs, intentFact, readQuotedTokens, readTokens } from './intent-fact.js';
import { isNotice } from './notices.js';
import { senderFact } from './sender-fact.js';
import { TokenKeys } from './token-keys.js';

/** Which stored mail is examined. */
export type Where = Pick<InboundMailRow, 'id' | 'mailbox' | 'receivedAt'>;

/** Everything that a decision needs to know. */
export interface Examined {
  readonly mail: InboundMail;
  readonly facts: Facts;
  readonly extracted: ExtractedReply;
  /** What is to become of each attachment, as far as that can be said without its content. */
  readonly files: readonly FileFate[];
  readonly sent: SentMail | undefined;
  /** What a report is about, also where nobody could answer it. */
  readonly reported?: AnnouncedMail | undefined;
  /** Also of mail whose announcement has not arrived. */
  readonly replyKey: string | undefined;
  readonly replyId: string | undefined;
  /** Of a report: whether it quotes a token that we made, run out or not: a mail may come back late. */
  readonly quotesToken?: boolean;
}

const NOTHING: ExtractedReply = {
  text: '',
  elided: '',
  answers: [],
  remainder: '',
  tail: [],
  confidence: 1,
  evidence: [],
  isCut: false,
};
const NO_PROOF: SenderProof = { kind: 'none' };

/** Reads a message and looks up what the rules want to know. Changes nothing. */
@Injectable()
export class ExamineMail {
  constructor(
    private readonly known: KnownMail,
    private readonly documents: Documents,
    private readonly reader: MessageReader,
    private readonly tokens: TokenKeys,
    private readonly clock: Clock,
    private readonly choose: ChooseFiles,
  ) {}

  /**
   * What was published because of the mail `id` itself does not count as received before, and what proves a sender is a matter of
   * the mailbox that it lies in (`mailboxKey`). It may be read while those `before` it are decided: what depends on them is
   * looked up when they are. Rejects with `mail.unreadable`.
   */
  async examine(raw: Uint8Array, where: Where, before?: Promise<void>): Promise<Examined> {
    const mail = await this.reader.read(raw);
    const isReport = readComplaint(mail) !== undefined || readDeliveryReport(mail) !== undefined;
    return isReport ? this.examineReport(mail) : this.examineAnswer(mail, where, before);
  }

  private async examineAnswer(mail: InboundMail, where: Where, before?: Promise<void>): Promise<Examined> {
    const mailbox = this.mailboxOf(where.mailbox);
    const now = this.clock.now();
    // An answer that came in time counts, also when it is decided later: after an outage, or again.
    const at = where.receivedAt < now ? where.receivedAt : now;
    const readings = readTokens(mail, this.tokens.keys, at);
    const ours = firstOfOurs(readings);
    const known = ours ? await this.known.withKey(ours.intent.replyKey) : await this.known.withId(answeredIds(mail));
    const sent = ofSomebody(known);
    const extracted = await this.extract(mail, sent);
    const files = await this.choose.of(mail, extracted, sent);
    const replyId = sent && replyIdOf(mail, sent.replyKey);
    await before;
    const facts: Facts = {
      ...(await this.known.history(mail, {
        id: where.id,
        replyId,
        conversationId: sent?.conversationId ?? undefined,
        now,
      })),
      intent: intentFact(readings, known, at),
      ...senderFact(mail, mailbox?.senderProof ?? NO_PROOF, this.addressesOf(sent)),
      answersNotice: sent !== undefined && isNotice(sent.kind),
      ...(mailbox && { ownAddress: mailbox.replyToAddress }),
      replyText: withFiles(extracted.text, files),
      hasFiles: saysSomething(files),
    };
    return { mail, facts, extracted, files, sent, replyKey: ours?.intent.replyKey ?? known?.replyKey, replyId };
  }

  /** A report is about the mail whose token it quotes, else about the one whose Message-ID it names. */
  private async examineReport(mail: InboundMail): Promise<Examined> {
    const ours = firstOfOurs(readQuotedTokens(mail, this.tokens.keys, this.clock.now()));
    const named = readComplaint(mail)?.originalMessageId ?? readDeliveryReport(mail)?.originalMessageId;
    const reported = ours
      ? await this.known.withKey(ours.intent.replyKey)
      : await this.known.withId(named === undefined ? [] : [named]);
    const facts: Facts = {
      intent: { kind: 'none' },
      senderIsOnRecord: false,
      senderProven: 'not-proven',
      alreadyReceived: false,
      awaitsMail: ours !== undefined && reported === undefined,
      ...(reported && { sentTo: reported.address }),
      replyText: '',
    };
    const replyKey = ours?.intent.replyKey ?? reported?.replyKey;
    return {
      mail,
      facts,
      extracted: NOTHING,
      files: [],
      sent: ofSomebody(reported),
      reported,
      replyKey,
      replyId: undefined,
      quotesToken: ours !== undefined,
    };
  }

  private async extract({ text, html, from }: InboundMail, sent: SentMail | undefined): Promise<ExtractedReply> {
    const body = { from, ...(text !== undefined && { text }), ...(html !== undefined && { html }) };
    if (!sent) return this.reader.extract({ mail: body });
    const knownTail = await this.known.tailOf(sent.userId);
    return this.reader.extract({ mail: body, sent: { text: sent.text, subject: sent.subject }, knownTail });
  }

  /** `undefined` when it is not one of ours any more. */
  private mailboxOf(key: string): ReplyMailbox | undefined {
    return everyMailbox(this.documents).find((mailbox) => mailboxKey(whoseOf(mailbox)) === key);
  }

  /** All that are proven to be his, as they stand now: an address that was taken from him proves nothing any more. */
  private addressesOf(sent: SentMail | undefined): string[] {
    const user = sent && this.documents.get(DirectoryUserDocument, sent.userId);
    return user ? [user.address, ...user.otherAddresses] : [];
  }
}

const ofSomebody = (mail: AnnouncedMail | undefined): SentMail | undefined =>
  mail && isToSomebody(mail) ? mail : undefined;
