import { Caller, Does, Refuses, Returns, Roles, Tagged, ZodBody, ZodQuery } from '@replyline/service-host';
import { Controller, Post, UseFilters } from '@nestjs/common';
import { SHARED_EMAIL_CONFIG } from '../examples.js';
import { SETTINGS_REFUSALS } from '../sending-profiles/promises.js';
import { TrialFailedFilter } from '../trial/trial-failed.filter.js';
import { importBody, importQuery, importView, type ImportBody, type ImportQuery } from './import-body.js';
import { ImportShared } from './import-shared.js';

@Controller('v1/sending-profiles/shared-email-config')
@Roles('server-admin')
@UseFilters(TrialFailedFilter)
export class ImportSharedController {
  constructor(private readonly shared: ImportShared) {}

  @Post()
  @Does('Import a shared profile from [Shared-Email-Config]')
  @Refuses(
    'request.conflict',
    'request.precondition_failed',
    'settings.caller_has_no_address',
    'settings.test_failed',
    ...SETTINGS_REFUSALS,
  )
  @Returns(
    200,
    importView,
    'A shared profile from the section [Shared-Email-Config] of gravwell.conf and its overlays. UseTLS is STARTTLS that is ' +
      'required, Allowed-To must match the whole address; a profile of the same name is replaced',
  )
  async import(
    @ZodBody(importBody, SHARED_EMAIL_CONFIG) body: ImportBody,
    @ZodQuery(importQuery) { dryRun, require }: ImportQuery,
    @Caller() { userId }: Caller,
  ) {
    if (dryRun) return { dryRun, profile: await this.shared.preview(body) };
    const view = await this.shared.save(body, { require, userId });
    return new Tagged(view.revision, view);
  }
}
