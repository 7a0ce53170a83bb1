import { mailboxName, testReport } from '@replyline/contracts';
import { Caller, Creates, Does, Refuses, Returns, Roles, Tagged, ZodBody, ZodParams } from '@replyline/service-host';
import { Controller, Delete, Get, Post, Put, UseFilters } from '@nestjs/common';
import { z } from 'zod';
import { BasedOn } from '../concurrency/based-on.decorator.js';
import type { Precondition } from '../concurrency/precondition.js';
import { saved } from '../concurrency/saved.js';
import { SeenRevision } from '../concurrency/seen-revision.decorator.js';
import { REPLY_MAILBOX } from '../examples.js';
import { TrialFailedFilter } from '../trial/trial-failed.filter.js';
import { replyMailboxBody, type ReplyMailboxBody } from './reply-mailbox-body.js';
import { furtherMailboxes, furtherMailboxView, furtherViewOf } from './reply-mailbox-view.js';
import { DRAFT_REFUSALS } from './reply-mailbox.controller.js';
import { ReplyMailbox } from './reply-mailbox.js';

const mailboxPath = z.object({ name: mailboxName });
type MailboxPath = z.output<typeof mailboxPath>;

/** Mailboxes that are read beside the main one, for as long as answers to older mail come to them. */
@Controller('v1/reply-mailboxes')
@Roles('server-admin')
@UseFilters(TrialFailedFilter)
export class ReplyMailboxesController {
  constructor(private readonly mailbox: ReplyMailbox) {}

  @Get()
  @Does('List further reply mailboxes')
  @Returns(200, furtherMailboxes, 'What is read beside the reply mailbox, in the order of the names')
  async list() {
    return { items: await this.mailbox.further() };
  }

  @Get(':name')
  @Does('Get a further reply mailbox')
  @Refuses('request.not_found')
  @Returns(200, furtherMailboxView, 'The mailbox without its secrets; ETag is its revision')
  async read(@ZodParams(mailboxPath) { name }: MailboxPath) {
    const view = await this.mailbox.read(name);
    return new Tagged(view.revision, furtherViewOf(name, view));
  }

  @Put(':name')
  @Does('Test and save a further reply mailbox')
  @Refuses('request.conflict', 'settings.sending_first', 'settings.test_failed', ...DRAFT_REFUSALS)
  @Creates('The mailbox, saved for the first time')
  @Returns(
    200,
    furtherMailboxView,
    'Tested and saved like the reply mailbox, and read beside it; Reply-To of new mail stays that of the reply mailbox. ' +
      'A mailbox that is read already is a conflict',
  )
  async save(
    @ZodParams(mailboxPath) { name }: MailboxPath,
    @ZodBody(replyMailboxBody, REPLY_MAILBOX) body: ReplyMailboxBody,
    @BasedOn() precondition: Precondition,
    @Caller() { userId }: Caller,
  ) {
    return saved(furtherViewOf(name, await this.mailbox.save(body, { precondition, userId }, name)));
  }

  @Post(':name/test')
  @Does('Test a further reply mailbox')
  @Refuses('request.not_found', ...DRAFT_REFUSALS)
  @Returns(200, testReport, 'Every step that was tried. A draft is not saved; without a body, what is stored is tried')
  test(
    @ZodParams(mailboxPath) { name }: MailboxPath,
    @ZodBody(replyMailboxBody.optional(), REPLY_MAILBOX) body: ReplyMailboxBody | undefined,
  ) {
    return this.mailbox.test(body, name);
  }

  @Post(':name/validate')
  @Does('Validate a further reply mailbox')
  @Refuses('request.not_found', ...DRAFT_REFUSALS)
  @Returns(200, testReport, 'The same steps, and nothing is noted. Without a body, what is stored is tried')
  validate(
    @ZodParams(mailboxPath) { name }: MailboxPath,
    @ZodBody(replyMailboxBody.optional(), REPLY_MAILBOX) body: ReplyMailboxBody | undefined,
  ) {
    return this.mailbox.validate(body, name);
  }

  @Delete(':name')
  @Does('Delete a further reply mailbox')
  @Refuses('request.not_found')
  @Returns(204, undefined, 'It is not read any more; the mail in it stays as it is')
  remove(@ZodParams(mailboxPath) { name }: MailboxPath, @SeenRevision() revision: number | undefined): Promise<void> {
    return this.mailbox.remove(name, revision);
  }
}
