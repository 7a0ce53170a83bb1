import { Caller, Does, Refuses, Returns, Roles, Tagged, ZodBody, ZodQuery } from '@replyline/service-host';
import { Controller, Get, Put, UseFilters } from '@nestjs/common';
import { ReadRevision } from '../concurrency/read-revision.decorator.js';
import { CONFIGURATION } from '../examples.js';
import { TrialFailedFilter } from '../trial/trial-failed.filter.js';
import { SETTINGS_REFUSALS } from '../sending-profiles/promises.js';
import { configurationBody, configurationView, type ConfigurationBody } from './configuration-body.js';
import { exportQuery, importQuery, importView, type ExportQuery, type ImportQuery } from './configuration-query.js';
import { Configuration } from './configuration.js';

/** All of the configuration as one document, for who keeps it as code. */
@Controller('v1/configuration')
@Roles('server-admin')
@UseFilters(TrialFailedFilter)
export class ConfigurationController {
  constructor(private readonly configuration: Configuration) {}

  @Get()
  @Does('Export the configuration')
  @Returns(
    200,
    configurationView,
    'Everything but secrets and shared profiles, as a PUT takes it. `Accept: application/yaml` gives YAML; ETag is the ' +
      'revision of all of it',
  )
  async export(@ZodQuery(exportQuery) { sections }: ExportQuery) {
    const { revision, document } = await this.configuration.export(sections);
    return new Tagged(revision, document);
  }

  @Put()
  @Does('Import the configuration, or show what that would change')
  @Refuses(
    'settings.sending_first',
    'settings.test_failed',
    'settings.caller_has_no_address',
    'intent.address_unusable',
    'certificate.in_use',
    'certificate.expired',
    'certificate.unreadable',
    'request.conflict',
    'request.precondition_failed',
    'sender.in_use',
    'sender.not_listed',
    ...SETTINGS_REFUSALS,
  )
  @Returns(
    200,
    importView,
    'What changed, in one transaction; with `dryRun` what would. Sections that are absent stay as they are. YAML as ' +
      '`Content-Type: application/yaml`. If-Match is optional: with it nobody else may have changed anything meanwhile',
  )
  async import(
    @ZodBody(configurationBody, CONFIGURATION) body: ConfigurationBody,
    @ZodQuery(importQuery) { dryRun, prune, require }: ImportQuery,
    @ReadRevision() revision: number | undefined,
    @Caller() { userId, roles }: Caller,
  ) {
    const how = { revision, isDryRun: dryRun, prune, require, userId, roles };
    const { revision: now, changes, hints } = await this.configuration.import(body, how);
    return new Tagged(now, { dryRun, changes, hints });
  }
}
