import { testReport } from '@replyline/contracts';
import { Caller, Returns, Roles, Tagged, ZodBody } from '@replyline/service-host';
import { Controller, Get, Post, Put, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ApiBasedOn, BasedOn } from '../concurrency/based-on.decorator.js';
import type { Precondition } from '../concurrency/precondition.js';
import { TrialFailedFilter } from '../trial/trial-failed.filter.js';
import { replyMailboxBody, type ReplyMailboxBody } from './reply-mailbox-body.js';
import { replyMailboxView } from './reply-mailbox-view.js';
import { ReplyMailbox } from './reply-mailbox.js';

@ApiTags('reply mailbox')
@Controller('v1/reply-mailbox')
@Roles('server-admin')
@UseFilters(TrialFailedFilter)
export class ReplyMailboxController {
  constructor(private readonly mailbox: ReplyMailbox) {}

  @Get()
  @ApiOperation({ summary: 'The reply mailbox', description: 'Never its password, only whether one is set.' })
  @Returns(200, replyMailboxView, 'The mailbox, with its revision as ETag.')
  async read() {
    const view = await this.mailbox.read();
    return new Tagged(view.revision, view);
  }

  @Put()
  @ApiOperation({
    summary: 'Save the reply mailbox',
    description:
      'Enabled, it is tried by inbound-reply first: what does not work is answered with the problem of the step that ' +
      'failed and all `steps`, and nothing is saved or enabled. It cannot be enabled before a system sending profile ' +
      'has passed its test (`settings.sending_first`). Disabled, it is saved without a test.',
  })
  @ApiBasedOn()
  @Returns(200, replyMailboxView, 'The saved mailbox, with its new revision as ETag.')
  async save(
    @ZodBody(replyMailboxBody) body: ReplyMailboxBody,
    @BasedOn() precondition: Precondition,
    @Caller() { userId }: Caller,
  ) {
    const view = await this.mailbox.save(body, { precondition, userId });
    return new Tagged(view.revision, view);
  }

  @Post('test')
  @ApiOperation({
    summary: 'Log in to the reply mailbox',
    description: 'With the draft in the body, which is not saved, or without a body with what is stored.',
  })
  @Returns(200, testReport, 'Every step that was tried, also when one failed.')
  test(@ZodBody(replyMailboxBody.optional()) body: ReplyMailboxBody | undefined) {
    return this.mailbox.test(body);
  }
}
