import { Controller, Post } from '@nestjs/common';
import { Caller, Does, idPath, type IdPath, Returns, Roles, ZodParams } from '@replyline/service-host';
import { z } from 'zod';
import { CancelNotification, type Cancelled } from './cancel-notification.js';

const cancelledView = z.object({
  cancelled: z.int().describe('Deliveries that nobody gets any more.'),
  tooLate: z.int().describe('Deliveries that were handed over, or had ended, before.'),
});

@Controller('v1/notifications/:id/cancel')
@Roles('server-admin')
export class CancelNotificationController {
  constructor(private readonly cancelNotification: CancelNotification) {}

  @Post()
  @Does('Take a notification back')
  @Returns(200, cancelledView, 'What could still be taken back. Once more takes nothing more back')
  cancel(@ZodParams(idPath) { id }: IdPath, @Caller() { userId }: Caller): Promise<Cancelled> {
    return this.cancelNotification.byPerson(id, userId);
  }
}
