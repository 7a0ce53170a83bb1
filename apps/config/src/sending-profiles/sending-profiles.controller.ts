import { testReport } from '@replyline/contracts';
import { Caller, Returns, Roles, Tagged, ZodBody, ZodQuery } from '@replyline/service-host';
import { Controller, Get, Post, Put, UseFilters } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { ApiBasedOn, BasedOn } from '../concurrency/based-on.decorator.js';
import type { Precondition } from '../concurrency/precondition.js';
import { TrialFailedFilter } from '../trial/trial-failed.filter.js';
import { sendingProfileBody, type SendingProfileBody } from './sending-profile-body.js';
import { sendingProfileView } from './sending-profile-view.js';
import { SendingProfiles } from './sending-profiles.js';

const saveQuery = z.object({
  require: z
    .enum(['test', 'validate', 'none'])
    .default('test')
    .describe('What must work before it is saved: a mail to you, everything up to the sender, or nothing.'),
});
type SaveQuery = z.output<typeof saveQuery>;

@ApiTags('sending profiles')
@Controller('v1/sending-profiles/system')
@Roles('server-admin')
@UseFilters(TrialFailedFilter)
export class SendingProfilesController {
  constructor(private readonly profiles: SendingProfiles) {}

  @Get()
  @ApiOperation({ summary: 'The system sending profile', description: 'Never its password, only whether one is set.' })
  @Returns(200, sendingProfileView, 'The profile, with its revision as ETag.')
  async read() {
    const view = await this.profiles.read();
    return new Tagged(view.revision, view);
  }

  @Put()
  @ApiOperation({
    summary: 'Test and save the system sending profile',
    description:
      'Tried by outbound-mail first, unless require=none. What does not work is answered with the problem of the ' +
      'step that failed and all `steps`, and nothing is saved. A password that is left out is kept for the same ' +
      'host, port, user and protection only (`settings.secret_required`). A first save needs no precondition.',
  })
  @ApiBasedOn()
  @Returns(200, sendingProfileView, 'The saved profile, with its new revision as ETag.')
  async save(
    @ZodBody(sendingProfileBody) body: SendingProfileBody,
    @ZodQuery(saveQuery) { require }: SaveQuery,
    @BasedOn() precondition: Precondition,
    @Caller() { userId }: Caller,
  ) {
    const view = await this.profiles.save(body, { precondition, require, userId });
    return new Tagged(view.revision, view);
  }

  @Post('test')
  @ApiOperation({
    summary: 'Send yourself a test mail',
    description: 'Through the draft in the body, which is not saved, or without a body through what is stored.',
  })
  @Returns(200, testReport, 'Every step that was tried, also when one failed.')
  test(@ZodBody(sendingProfileBody.optional()) body: SendingProfileBody | undefined, @Caller() { userId }: Caller) {
    return this.profiles.test(body, userId);
  }
}
