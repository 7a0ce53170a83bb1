import { testReport } from '@replyline/contracts';
import { Caller, Creates, Refuses, Returns, Roles, Tagged, ZodBody, ZodQuery } from '@replyline/service-host';
import { Controller, Get, Post, Put, UseFilters } from '@nestjs/common';
import { z } from 'zod';
import { BasedOn } from '../concurrency/based-on.decorator.js';
import type { Precondition } from '../concurrency/precondition.js';
import { saved } from '../concurrency/saved.js';
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

@Controller('v1/sending-profiles/system')
@Roles('server-admin')
@UseFilters(TrialFailedFilter)
export class SendingProfilesController {
  constructor(private readonly profiles: SendingProfiles) {}

  @Get()
  @Refuses('request.not_found')
  @Returns(200, sendingProfileView, 'The profile without its password; ETag is its revision')
  async read() {
    const view = await this.profiles.read();
    return new Tagged(view.revision, view);
  }

  @Put()
  @Refuses('settings.caller_has_no_address', 'settings.secret_required', 'seal.not_ours', 'settings.test_failed')
  @Creates('The profile, saved for the first time')
  @Returns(
    200,
    sendingProfileView,
    'What outbound-mail found to work is saved. If-Match is required once a profile exists. What does not work is a 422 ' +
      'with the code of the step that failed and all steps, and nothing is saved. A password that is left out is kept ' +
      'for the same host, port, user and protection only',
  )
  async save(
    @ZodBody(sendingProfileBody) body: SendingProfileBody,
    @ZodQuery(saveQuery) { require }: SaveQuery,
    @BasedOn() precondition: Precondition,
    @Caller() { userId }: Caller,
  ) {
    const view = await this.profiles.save(body, { precondition, require, userId });
    return saved(view);
  }

  @Post('test')
  @Refuses('request.not_found', 'settings.caller_has_no_address', 'settings.secret_required', 'seal.not_ours')
  @Returns(
    200,
    testReport,
    'Every step that was tried, also when one failed. A draft is not saved; without a body, what is stored is tried',
  )
  test(@ZodBody(sendingProfileBody.optional()) body: SendingProfileBody | undefined, @Caller() { userId }: Caller) {
    return this.profiles.test(body, userId);
  }
}
