import { Controller, Post } from '@nestjs/common';
import { Caller, Does, idPath, type IdPath, Refuses, Returns, Roles, ZodParams } from '@replyline/service-host';
import { z } from 'zod';
import { ResendDelivery } from './resend-delivery.js';

const resent = z.object({ id: z.uuid() });

@Controller('v1/deliveries/:id/resend')
@Roles('server-admin')
export class ResendDeliveryController {
  constructor(private readonly resendDelivery: ResendDelivery) {}

  @Post()
  @Does('Send a delivery again')
  @Refuses(
    'delivery.not_resendable',
    'delivery.words_purged',
    'delivery.recipient_suppressed',
    'recipient.unsubscribed',
  )
  @Returns(202, resent, 'It waits to be sent again')
  async resend(@ZodParams(idPath) { id }: IdPath, @Caller() { userId }: Caller): Promise<z.output<typeof resent>> {
    await this.resendDelivery.again(id, userId);
    return { id };
  }
}
