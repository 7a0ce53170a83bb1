import { DirectoryUserDocument, ReplyMailboxDocument, type SenderProof } from '@replyline/contracts';
import type { IntentKeys } from '@replyline/intent';
import { readDeliveryReport, type ExtractedReply, type Facts, type FileFate, type InboundMail } from '@replyline/mail';
import { Documents } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource, In } from 'typeorm';
import { Clock } from '../clock.js';
import { ChooseFiles } from '../keep-files/choose-files.js';
import { saysSomething, withFiles } from '../keep-files/reply-files.js';
import { MessageReader } from '../read-message/message-reader.js';
import { SentMail } from '../remember-sent-mail/sent-mail.entity.js';
import { answeredIds, firstOfOurs, intentFact, readTokens } from './intent-fact.js';
import { isNotice } from './notices.js';
import { senderFact } from './sender-fact.js';
import { replyIdOf } from './stable-id.js';

/** The keys of the reply tokens. */
export class TokenKeys {
  constructor(readonly keys: IntentKeys) {}
}

/** Everything that a decision needs to know. */
export interface Examined {
  readonly mail: InboundMail;
  readonly facts: Facts;
  readonly extracted: ExtractedReply;
  /** What is to become of each attachment, as far as that can be said without its content. */
  readonly files: readonly FileFate[];
  readonly sent: SentMail | undefined;
  /** Also of mail whose announcement has not arrived. */
  readonly replyKey: string | undefined;
  readonly replyId: string | undefined;
}

const NOTHING: ExtractedReply = { text: '', elided: '', confidence: 1, evidence: [], isCut: false };
const NO_PROOF: SenderProof = { kind: 'none' };

/** Reads a message and looks up what the rules want to know. Changes nothing. */
@Injectable()
export class ExamineMail {
  constructor(
    private readonly db: DataSource,
    private readonly documents: Documents,
    private readonly reader: MessageReader,
    private readonly tokens: TokenKeys,
    private readonly clock: Clock,
    private readonly choose: ChooseFiles,
  ) {}

  /** Rejects with `mail.unreadable`. */
  async examine(raw: Uint8Array): Promise<Examined> {
    const mail = await this.reader.read(raw);
    return readDeliveryReport(mail) ? this.examineReport(mail) : this.examineAnswer(mail);
  }

  private async examineAnswer(mail: InboundMail): Promise<Examined> {
    const now = this.clock.now();
    const readings = readTokens(mail, this.tokens.keys, now);
    const ours = firstOfOurs(readings);
    const sent = ours ? await this.sentWithKey(ours.intent.replyKey) : await this.sentWithId(answeredIds(mail));
    const extracted = await this.extract(mail, sent);
    const files = await this.choose.of(mail, extracted, sent);
    const replyId = sent && replyIdOf(mail, sent.replyKey);
    const mailbox = this.documents.get(ReplyMailboxDocument);
    const facts: Facts = {
      intent: intentFact(readings, sent, now),
      ...senderFact(mail, mailbox?.senderProof ?? NO_PROOF, this.addressesOf(sent)),
      alreadyReceived: replyId !== undefined && (await this.wasClaimed(replyId)),
      answersNotice: sent !== undefined && isNotice(sent.kind),
      ...(mailbox && { ownAddress: mailbox.replyToAddress }),
      replyText: withFiles(extracted.text, files),
      hasFiles: saysSomething(files),
    };
    return { mail, facts, extracted, files, sent, replyKey: ours?.intent.replyKey ?? sent?.replyKey, replyId };
  }

  /** A report counts for a delivery only where it quotes a token that we made. */
  private async examineReport(mail: InboundMail): Promise<Examined> {
    const quoted = readDeliveryReport(mail)?.originalMessageId;
    const about = { deliveredTo: [], to: [], cc: [], inReplyTo: quoted === undefined ? [] : [quoted], references: [] };
    const ours = firstOfOurs(readTokens(about, this.tokens.keys, this.clock.now()));
    const sent = ours && (await this.sentWithKey(ours.intent.replyKey));
    const facts: Facts = {
      intent: { kind: 'none' },
      senderIsOnRecord: false,
      senderProven: 'not-proven',
      alreadyReceived: false,
      replyText: '',
    };
    return { mail, facts, extracted: NOTHING, files: [], sent, replyKey: sent?.replyKey, replyId: undefined };
  }

  private extract({ text, html }: InboundMail, sent: SentMail | undefined): Promise<ExtractedReply> {
    const body = { ...(text !== undefined && { text }), ...(html !== undefined && { html }) };
    return this.reader.extract({ mail: body, ...(sent && { sent: { text: sent.text, subject: sent.subject } }) });
  }

  private async sentWithKey(replyKey: string): Promise<SentMail | undefined> {
    return (await this.db.manager.findOneBy(SentMail, { replyKey })) ?? undefined;
  }

  /** The nearest of the answered messages that is one of ours, under our Message-ID or the provider's. */
  private async sentWithId(ids: readonly string[]): Promise<SentMail | undefined> {
    if (ids.length === 0) return undefined;
    const where = [{ messageId: In(ids) }, { providerMessageId: In(ids) }];
    const found = await this.db.manager.find(SentMail, { where });
    const isOf = (id: string) => (it: SentMail) => it.messageId === id || it.providerMessageId === id;
    return ids.map((id) => found.find(isOf(id))).find((it) => it !== undefined);
  }

  private addressesOf(sent: SentMail | undefined): string[] {
    const user = sent && this.documents.get(DirectoryUserDocument, sent.userId);
    return user ? [user.address] : [];
  }

  private async wasClaimed(id: string): Promise<boolean> {
    const rows: unknown[] = await this.db.query(`SELECT 1 FROM claim WHERE id = $1`, [id]);
    return rows.length > 0;
  }
}
