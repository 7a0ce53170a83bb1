import { testReport } from '@replyline/contracts';
import { Caller, Creates, Does, Refuses, Returns, Roles, Tagged, ZodBody } from '@replyline/service-host';
import { Controller, Get, Post, Put, UseFilters } from '@nestjs/common';
import { BasedOn } from '../concurrency/based-on.decorator.js';
import type { Precondition } from '../concurrency/precondition.js';
import { saved } from '../concurrency/saved.js';
import { REPLY_MAILBOX } from '../examples.js';
import { TrialFailedFilter } from '../trial/trial-failed.filter.js';
import { MAILBOX_OPTIONS, mailboxOptions } from './mailbox-options.js';
import { replyMailboxBody, type ReplyMailboxBody } from './reply-mailbox-body.js';
import { replyMailboxView } from './reply-mailbox-view.js';
import { ReplyMailbox } from './reply-mailbox.js';

/** What a draft can be refused for before it is tried. */
export const DRAFT_REFUSALS = [
  'settings.secret_required',
  'seal.not_ours',
  'intent.address_unusable',
  'account.unknown',
  'account.needs_linking',
] as const;

@Controller('v1/reply-mailbox')
@Roles('server-admin')
@UseFilters(TrialFailedFilter)
export class ReplyMailboxController {
  constructor(private readonly mailbox: ReplyMailbox) {}

  @Get()
  @Does('Get the reply mailbox')
  @Refuses('request.not_found')
  @Returns(200, replyMailboxView, 'The mailbox without its secrets; ETag is its revision')
  async read() {
    const view = await this.mailbox.read();
    return new Tagged(view.revision, view);
  }

  @Get('options')
  @Does('List the ways to read replies')
  @Returns(200, mailboxOptions, 'The ways to read replies, and the tracking modes that each one leaves to choose')
  options() {
    return MAILBOX_OPTIONS;
  }

  @Put()
  @Does('Test and save the reply mailbox')
  @Refuses('request.conflict', 'settings.sending_first', 'settings.test_failed', ...DRAFT_REFUSALS)
  @Creates('The mailbox, saved for the first time')
  @Returns(
    200,
    replyMailboxView,
    'Disabled, it is saved as it is. Enabled, what inbound-reply found to work is saved, once a system sending profile ' +
      'has passed its test; what does not work is a 422 with the code of the step that failed and all steps, and ' +
      'nothing is saved. If-Match is required once a mailbox exists',
  )
  async save(
    @ZodBody(replyMailboxBody, REPLY_MAILBOX) body: ReplyMailboxBody,
    @BasedOn() precondition: Precondition,
    @Caller() { userId }: Caller,
  ) {
    return saved(await this.mailbox.save(body, { precondition, userId }));
  }

  @Post('test')
  @Does('Test the reply mailbox')
  @Refuses('request.not_found', ...DRAFT_REFUSALS)
  @Returns(
    200,
    testReport,
    'Every step that was tried, also when one failed. A draft is not saved; without a body, what is stored is tried',
  )
  test(@ZodBody(replyMailboxBody.optional(), REPLY_MAILBOX) body: ReplyMailboxBody | undefined) {
    return this.mailbox.test(body);
  }

  @Post('validate')
  @Does('Validate the reply mailbox')
  @Refuses('request.not_found', ...DRAFT_REFUSALS)
  @Returns(
    200,
    testReport,
    'The same steps, and nothing is noted. The address is reported as not checked: mail to it is not tried. ' +
      'Without a body, what is stored is tried',
  )
  validate(@ZodBody(replyMailboxBody.optional(), REPLY_MAILBOX) body: ReplyMailboxBody | undefined) {
    return this.mailbox.validate(body);
  }
}
