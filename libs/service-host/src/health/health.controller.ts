import { Controller, Get } from '@nestjs/common';
import { Failure } from '@replyline/errors';
import { z } from 'zod';
import { Public } from '../access/access-rules.js';
import { Does, Returns } from '../request/returns.js';
import { Readiness } from './readiness.js';

@Controller('health')
@Public()
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  /** Says only that the event loop turns. A restart does not bring a database back. */
  @Get('live')
  @Does('Is the process alive?')
  @Returns(200, z.object({ status: z.literal('live') }), 'The process answers')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  @Get('ready')
  @Does('Can the service be given work?')
  @Returns(200, z.object({ status: z.literal('ready') }), 'The service can be given work')
  async ready(): Promise<{ status: 'ready' }> {
    const missing = await this.readiness.missing();
    if (missing.length > 0) throw new Failure('service.unavailable', { missing: missing.join(', ') });
    return { status: 'ready' };
  }
}
