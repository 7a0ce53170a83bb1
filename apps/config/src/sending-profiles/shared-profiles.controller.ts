import { randomUUID } from 'node:crypto';
import { sharedProfileId, testReport } from '@replyline/contracts';
import { Caller, Does, Refuses, Returns, Roles, Tagged, ZodBody, ZodParams, ZodQuery } from '@replyline/service-host';
import { Controller, Delete, Get, Post, Put, UseFilters } from '@nestjs/common';
import { z } from 'zod';
import { BasedOn } from '../concurrency/based-on.decorator.js';
import type { Precondition } from '../concurrency/precondition.js';
import { SeenRevision } from '../concurrency/seen-revision.decorator.js';
import { SHARED_PROFILE } from '../examples.js';
import { TrialFailedFilter } from '../trial/trial-failed.filter.js';
import { FindProfiles, profileQuery, type ProfileQuery } from './find-profiles.js';
import { sharedSlot } from './profile-slot.js';
import { SAVED, SETTINGS_REFUSALS, TESTED, VALIDATED } from './promises.js';
import { saveQuery, testQuery, type SaveQuery, type TestQuery } from './save-query.js';
import { sharedProfileBody, type SharedProfileBody } from './sending-profile-body.js';
import { sendingProfilePage, sendingProfileView } from './sending-profile-view.js';
import { SendingProfiles } from './sending-profiles.js';

const sharedPath = z.object({
  id: z.string().regex(/^shared-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'is not the id of a shared profile'),
});
type SharedPath = z.output<typeof sharedPath>;

/** All profiles, and those that several people share. */
@Controller('v1/sending-profiles')
@Roles('server-admin')
@UseFilters(TrialFailedFilter)
export class SharedProfilesController {
  constructor(
    private readonly profiles: SendingProfiles,
    private readonly findProfiles: FindProfiles,
  ) {}

  @Get()
  @Does('List sending profiles')
  @Returns(200, sendingProfilePage, 'Profiles of every scope, by id, without their secrets')
  list(@ZodQuery(profileQuery) query: ProfileQuery) {
    return this.findProfiles.page(query);
  }

  @Post()
  @Does('Test and add a shared profile')
  @Refuses('settings.caller_has_no_address', 'settings.test_failed', 'request.conflict', ...SETTINGS_REFUSALS)
  @Returns(201, sendingProfileView, `A new shared profile. ${SAVED}`)
  async create(
    @ZodBody(sharedProfileBody, SHARED_PROFILE) body: SharedProfileBody,
    @ZodQuery(saveQuery) { require }: SaveQuery,
    @Caller() { userId }: Caller,
  ) {
    const slot = sharedSlot(sharedProfileId(randomUUID()));
    const view = await this.profiles.save(slot, body, { precondition: { mustBeNew: true }, require, userId });
    return new Tagged(view.revision, view);
  }

  @Get(':id')
  @Does('Get a shared profile')
  @Refuses('request.not_found')
  @Returns(200, sendingProfileView, 'The profile without its secrets; ETag is its revision')
  async read(@ZodParams(sharedPath) { id }: SharedPath) {
    const view = await this.profiles.read(id);
    return new Tagged(view.revision, view);
  }

  @Put(':id')
  @Does('Test and save a shared profile')
  @Refuses(
    'request.not_found',
    'request.conflict',
    'settings.caller_has_no_address',
    'settings.test_failed',
    ...SETTINGS_REFUSALS,
  )
  @Returns(200, sendingProfileView, SAVED)
  async save(
    @ZodParams(sharedPath) { id }: SharedPath,
    @ZodBody(sharedProfileBody, SHARED_PROFILE) body: SharedProfileBody,
    @ZodQuery(saveQuery) { require }: SaveQuery,
    @BasedOn() precondition: Precondition,
    @Caller() { userId }: Caller,
  ) {
    await this.profiles.read(id);
    const view = await this.profiles.save(sharedSlot(id), body, { precondition, require, userId });
    return new Tagged(view.revision, view);
  }

  @Post(':id/test')
  @Does('Send a test mail through a shared profile')
  @Refuses(
    'request.not_found',
    'settings.recipient_not_allowed',
    'settings.caller_has_no_address',
    ...SETTINGS_REFUSALS,
  )
  @Returns(200, testReport, `${TESTED}. Another recipient must be one that the stored policy allows`)
  test(
    @ZodParams(sharedPath) { id }: SharedPath,
    @ZodBody(sharedProfileBody.optional(), SHARED_PROFILE) body: SharedProfileBody | undefined,
    @ZodQuery(testQuery) { recipient, reversePath }: TestQuery,
    @Caller() { userId }: Caller,
  ) {
    return this.profiles.test(sharedSlot(id), body, { userId, recipient, reversePath });
  }

  @Post(':id/validate')
  @Does('Validate a shared profile without a mail')
  @Refuses('request.not_found', ...SETTINGS_REFUSALS)
  @Returns(200, testReport, VALIDATED)
  validate(
    @ZodParams(sharedPath) { id }: SharedPath,
    @ZodBody(sharedProfileBody.optional(), SHARED_PROFILE) body: SharedProfileBody | undefined,
  ) {
    return this.profiles.validate(sharedSlot(id), body);
  }

  @Delete(':id')
  @Does('Delete a shared profile')
  @Refuses('request.not_found')
  @Returns(204, undefined, 'Gone: who used it needs another one')
  remove(@ZodParams(sharedPath) { id }: SharedPath, @SeenRevision() revision: number | undefined): Promise<void> {
    return this.profiles.remove(id, revision);
  }
}
