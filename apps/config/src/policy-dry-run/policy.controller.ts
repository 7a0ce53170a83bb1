import { Caller, Does, Refuses, Returns, Roles, ZodBody } from '@replyline/service-host';
import { Controller, HttpCode, Post } from '@nestjs/common';
import { DRY_RUN, MY_DRY_RUN } from '../examples.js';
import { DryRun } from './dry-run.js';
import { dryRunBody, dryRunView, myDryRunBody, type DryRunBody, type MyDryRunBody } from './dry-run-body.js';

const WOULD =
  'Which profile a mail would leave through, from whom, who is refused, and by which rules. Nothing is sent';

/** What the rules of sending would make of a mail. */
@Controller('v1')
export class PolicyController {
  constructor(private readonly dryRun: DryRun) {}

  @Post('policy/dry-run')
  @Does('Say which profile, From and recipients a mail would have')
  @HttpCode(200)
  @Roles('server-admin')
  @Refuses('account.unknown', 'account.needs_linking', 'settings.no_incoming_login')
  @Returns(200, dryRunView, WOULD)
  forAnybody(@ZodBody(dryRunBody, DRY_RUN) body: DryRunBody) {
    return this.dryRun.run(body);
  }

  @Post('me/policy/dry-run')
  @Does('Say which profile, From and recipients a mail of yours would have')
  @HttpCode(200)
  @Roles('user', 'server-admin')
  @Refuses('request.not_found')
  @Returns(200, dryRunView, `${WOULD}. For your own mail, by what is stored`)
  forMe(@ZodBody(myDryRunBody, MY_DRY_RUN) body: MyDryRunBody, @Caller() { userId }: Caller) {
    return this.dryRun.runFor(userId, body);
  }
}
