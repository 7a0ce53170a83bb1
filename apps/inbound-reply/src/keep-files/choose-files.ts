import {
  chooseFiles,
  isBeside,
  type ExtractedReply,
  type FileFate,
  type FileLimits,
  type InboundMail,
} from '@replyline/mail';
import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { SentMail } from '../remember-sent-mail/announced-mail.entity.js';
import { familiarPictures } from './shown-pictures.js';

/** What a reply may bring. */
export class ReplyFileLimits {
  constructor(readonly limits: FileLimits) {}
}

/** Looks up what the rules for attachments want to know. Changes nothing. */
@Injectable()
export class ChooseFiles {
  constructor(
    private readonly db: DataSource,
    private readonly limits: ReplyFileLimits,
  ) {}

  /** None where it answers no mail of ours: nobody gets anything of it. */
  async of(
    { attachments }: Pick<InboundMail, 'attachments'>,
    { pictures = [] }: ExtractedReply,
    sent: SentMail | undefined,
  ): Promise<FileFate[]> {
    if (!sent || attachments.length === 0) return [];
    const hashes = attachments.filter(isBeside).map(({ sha256 }) => sha256);
    const familiar = await familiarPictures(this.db.manager, { userId: sent.userId, hashes });
    return chooseFiles(attachments, { shown: new Set(pictures), familiar, limits: this.limits.limits });
  }
}
