import { Caller, Creates, Does, Refuses, Returns, Roles, Tagged, ZodBody } from '@replyline/service-host';
import { Controller, Delete, Get, Put } from '@nestjs/common';
import { BasedOn } from '../concurrency/based-on.decorator.js';
import type { Precondition } from '../concurrency/precondition.js';
import { saved } from '../concurrency/saved.js';
import { SeenRevision } from '../concurrency/seen-revision.decorator.js';
import { MICROSOFT_APP } from '../examples.js';
import { microsoftAppBody, microsoftAppView, type MicrosoftAppBody } from './microsoft-app-body.js';
import { MicrosoftApps } from './microsoft-apps.js';

/** The Azure integration, which must be there before an account can be linked. */
@Controller('v1/microsoft-app')
@Roles('server-admin')
export class MicrosoftAppController {
  constructor(private readonly apps: MicrosoftApps) {}

  @Get()
  @Does('Get the Microsoft application')
  @Refuses('request.not_found')
  @Returns(200, microsoftAppView, 'The application without its secret; ETag is its revision')
  async read() {
    const view = await this.apps.read();
    return new Tagged(view.revision, view);
  }

  @Put()
  @Does('Save the Microsoft application')
  @Refuses('settings.secret_required', 'seal.not_ours')
  @Creates('The application, saved for the first time')
  @Returns(
    200,
    microsoftAppView,
    'The application as it is now. A secret that is left out is kept for the same application',
  )
  async save(
    @ZodBody(microsoftAppBody, MICROSOFT_APP) body: MicrosoftAppBody,
    @BasedOn() precondition: Precondition,
    @Caller() { userId }: Caller,
  ) {
    return saved(await this.apps.save({ body, precondition, userId }));
  }

  @Delete()
  @Does('Delete the Microsoft application')
  @Refuses('request.not_found', 'account.in_use')
  @Returns(204, undefined, 'The application is forgotten; refused while an account is linked through it')
  remove(@SeenRevision() revision: number | undefined): Promise<void> {
    return this.apps.remove(revision);
  }
}
