import { testReport } from '@replyline/contracts';
import { Caller, Creates, Does, Refuses, Returns, Roles, Tagged, ZodBody, ZodQuery } from '@replyline/service-host';
import { Controller, Delete, Get, Post, Put, UseFilters } from '@nestjs/common';
import { BasedOn } from '../concurrency/based-on.decorator.js';
import type { Precondition } from '../concurrency/precondition.js';
import { saved } from '../concurrency/saved.js';
import { SeenRevision } from '../concurrency/seen-revision.decorator.js';
import { OWN_PROFILE } from '../examples.js';
import { TrialFailedFilter } from '../trial/trial-failed.filter.js';
import { userSlot } from './profile-slot.js';
import { SAVED, SETTINGS_REFUSALS, TESTED, VALIDATED } from './promises.js';
import { saveQuery, testQuery, type SaveQuery, type TestQuery } from './save-query.js';
import { ownProfileBody, type OwnProfileBody } from './sending-profile-body.js';
import { sendingProfileView } from './sending-profile-view.js';
import { SendingProfiles } from './sending-profiles.js';

/**
 * A person's own profile: his scripts and flows send through it, also where he could use a shared one, and never
 * through another one when it fails.
 */
@Controller('v1/me/sending-profile')
@Roles('user', 'server-admin')
@UseFilters(TrialFailedFilter)
export class MyProfileController {
  constructor(private readonly profiles: SendingProfiles) {}

  @Get()
  @Does('Get your own profile')
  @Refuses('request.not_found')
  @Returns(200, sendingProfileView, 'Your profile without its secrets; ETag is its revision')
  async read(@Caller() { userId }: Caller) {
    const view = await this.profiles.read(userSlot(userId).id);
    return new Tagged(view.revision, view);
  }

  @Put()
  @Does('Test and save your own profile')
  @Refuses('settings.caller_has_no_address', 'settings.test_failed', ...SETTINGS_REFUSALS)
  @Creates('Your profile, saved for the first time')
  @Returns(200, sendingProfileView, SAVED)
  async save(
    @ZodBody(ownProfileBody, OWN_PROFILE) body: OwnProfileBody,
    @ZodQuery(saveQuery) { require }: SaveQuery,
    @BasedOn() precondition: Precondition,
    @Caller() { userId }: Caller,
  ) {
    return saved(await this.profiles.save(userSlot(userId), body, { precondition, require, userId }));
  }

  @Post('test')
  @Does('Send a test mail through your own profile')
  @Refuses('request.not_found', 'settings.caller_has_no_address', ...SETTINGS_REFUSALS)
  @Returns(200, testReport, TESTED)
  test(
    @ZodBody(ownProfileBody.optional(), OWN_PROFILE) body: OwnProfileBody | undefined,
    @ZodQuery(testQuery) { recipient, reversePath }: TestQuery,
    @Caller() { userId }: Caller,
  ) {
    return this.profiles.test(userSlot(userId), body, { userId, recipient, reversePath });
  }

  @Post('validate')
  @Does('Validate your own profile without a mail')
  @Refuses('request.not_found', ...SETTINGS_REFUSALS)
  @Returns(200, testReport, VALIDATED)
  validate(
    @ZodBody(ownProfileBody.optional(), OWN_PROFILE) body: OwnProfileBody | undefined,
    @Caller() { userId }: Caller,
  ) {
    return this.profiles.validate(userSlot(userId), body);
  }

  @Delete()
  @Does('Delete your own profile')
  @Refuses('request.not_found')
  @Returns(204, undefined, 'Gone: from now on a shared profile is used, where one is allowed')
  remove(@Caller() { userId }: Caller, @SeenRevision() revision: number | undefined): Promise<void> {
    return this.profiles.remove(userSlot(userId).id, revision);
  }
}
