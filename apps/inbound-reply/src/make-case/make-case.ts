import { randomBytes } from 'node:crypto';
import { DirectoryUserDocument } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import type { Purpose } from '@replyline/intent';
import { intentCandidates, normaliseAddress, type InboundMail } from '@replyline/mail';
import type { TokenKind } from '@replyline/mail/reading';
import { Documents } from '@replyline/messaging';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { InboundMailRow } from '../read-mailbox/inbound-mail.entity.js';
import { MessageReader } from '../read-message/message-reader.js';
import { AnnouncedMail, isToSomebody, type SentMail } from '../remember-sent-mail/announced-mail.entity.js';
import { shownVerdict } from './shown-verdict.js';

/** One file of the corpus. */
interface CaseFile {
  /** Below the root of the repository. */
  readonly path: string;
  readonly content: string;
}

export interface MadeCase {
  readonly isFaithful: boolean;
  readonly files: readonly CaseFile[];
}

/** A corpus asks for no more than this: what is read better later must not fail it. */
const floor = (confidence: number): number => Math.floor(confidence * 10) / 10;
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const tokenKindOf = (sent: { readonly purpose: Purpose } | undefined, decidedBy: string | null): TokenKind =>
  decidedBy === 'expired' ? 'expired' : sent === undefined ? 'unknown' : sent.purpose === 'reply' ? 'reply' : 'silent';

/** Turns a mail that was read wrong into one for the corpus, which tells nothing about anybody. */
@Injectable()
export class MakeCase {
  constructor(
    private readonly db: DataSource,
    private readonly reader: MessageReader,
    private readonly documents: Documents,
  ) {}

  /** Throws `request.not_found`, also where nothing of the mail is here, and `mail.unreadable`. */
  async of(id: string): Promise<MadeCase> {
    const stored = await this.load(id);
    const { raw } = stored;
    const sent = await this.sentTo(stored);
    const mail = await this.reader.read(raw);
    const isOurs = stored.replyKey !== null && intentCandidates(mail).length > 0;
    const made = await this.reader.corpusCase({
      raw,
      key: randomBytes(32),
      ...(sent && { sent: { text: sent.text, subject: sent.subject }, onRecord: this.onRecord(mail, sent) }),
      ...(isOurs && { token: tokenKindOf(sent, stored.decidedBy) }),
    });
    const path = `corpus/mail-${id}`;
    const sentPath = `sent/mail-${id}.eml`;
    const { text, confidence } = made.reply;
    const expected = {
      ...shownVerdict(stored),
      reply: { text, minConfidence: floor(confidence) },
      ...(made.sent !== undefined && { sent: sentPath }),
    };
    return {
      isFaithful: made.isFaithful,
      files: [
        { path: `${path}.eml`, content: made.eml },
        { path: `${path}.expected.json`, content: json(expected) },
        ...(made.sent === undefined ? [] : [{ path: `corpus/${sentPath}`, content: made.sent }]),
      ],
    };
  }

  /** The address of that person which the mail came from, if it is one. */
  private onRecord({ from }: Pick<InboundMail, 'from'>, { userId, address }: SentMail): string {
    const user = this.documents.get(DirectoryUserDocument, userId);
    const his = user ? [user.address, ...user.otherAddresses].map(normaliseAddress) : [];
    return from.map((it) => it.address).find((it) => his.includes(it)) ?? normaliseAddress(address);
  }

  private async load(id: string): Promise<InboundMailRow & { raw: Buffer }> {
    const query = this.db.manager.createQueryBuilder(InboundMailRow, 'mail').addSelect('mail.raw');
    const row = await query.where('mail.id = :id', { id }).getOne();
    if (!row?.raw) throw new Failure('request.not_found');
    return { ...row, raw: row.raw };
  }

  private async sentTo({ replyKey }: InboundMailRow): Promise<SentMail | undefined> {
    if (replyKey === null) return undefined;
    const found = await this.db.manager.findOneBy(AnnouncedMail, { replyKey });
    return found && isToSomebody(found) ? found : undefined;
  }
}
