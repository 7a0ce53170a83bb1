import { testReport } from '@replyline/contracts';
import { Caller, Creates, Does, Refuses, Returns, Roles, Tagged, ZodBody, ZodQuery } from '@replyline/service-host';
import { Controller, Get, Post, Put, UseFilters } from '@nestjs/common';
import { BasedOn } from '../concurrency/based-on.decorator.js';
import type { Precondition } from '../concurrency/precondition.js';
import { saved } from '../concurrency/saved.js';
import { SENDING_PROFILE } from '../examples.js';
import { TrialFailedFilter } from '../trial/trial-failed.filter.js';
import { systemSlot } from './profile-slot.js';
import { SAVED, SETTINGS_REFUSALS, TESTED, VALIDATED } from './promises.js';
import { saveQuery, testQuery, type SaveQuery, type TestQuery } from './save-query.js';
import { sendingProfileBody, type SendingProfileBody } from './sending-profile-body.js';
import { sendingProfileView } from './sending-profile-view.js';
import { SendingProfiles } from './sending-profiles.js';

/** The profile of the system: its own mail, and everything that can be answered. */
@Controller('v1/sending-profiles/system')
@Roles('server-admin')
@UseFilters(TrialFailedFilter)
export class SystemProfileController {
  constructor(private readonly profiles: SendingProfiles) {}

  @Get()
  @Does('Get the system profile')
  @Refuses('request.not_found')
  @Returns(200, sendingProfileView, 'The profile without its secrets; ETag is its revision')
  async read() {
    const view = await this.profiles.read(systemSlot.id);
    return new Tagged(view.revision, view);
  }

  @Put()
  @Does('Test and save the system profile')
  @Refuses('settings.caller_has_no_address', 'settings.test_failed', ...SETTINGS_REFUSALS)
  @Creates('The profile, saved for the first time')
  @Returns(200, sendingProfileView, SAVED)
  async save(
    @ZodBody(sendingProfileBody, SENDING_PROFILE) body: SendingProfileBody,
    @ZodQuery(saveQuery) { require }: SaveQuery,
    @BasedOn() precondition: Precondition,
    @Caller() { userId }: Caller,
  ) {
    return saved(await this.profiles.save(systemSlot, body, { precondition, require, userId }));
  }

  @Post('test')
  @Does('Send a test mail through the system profile')
  @Refuses('request.not_found', 'settings.caller_has_no_address', ...SETTINGS_REFUSALS)
  @Returns(200, testReport, TESTED)
  test(
    @ZodBody(sendingProfileBody.optional(), SENDING_PROFILE) body: SendingProfileBody | undefined,
    @ZodQuery(testQuery) { recipient, reversePath }: TestQuery,
    @Caller() { userId }: Caller,
  ) {
    return this.profiles.test(systemSlot, body, { userId, recipient, reversePath });
  }

  @Post('validate')
  @Does('Validate the system profile without a mail')
  @Refuses('request.not_found', ...SETTINGS_REFUSALS)
  @Returns(200, testReport, VALIDATED)
  validate(@ZodBody(sendingProfileBody.optional(), SENDING_PROFILE) body: SendingProfileBody | undefined) {
    return this.profiles.validate(systemSlot, body);
  }
}
