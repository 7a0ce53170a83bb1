import { Controller, Post } from '@nestjs/common';
import { Returns, Roles, ZodParams } from '@replyline/service-host';
import { z } from 'zod';
import { ResendDelivery } from './resend-delivery.js';

const deliveryPath = z.object({ id: z.uuid() });
const resent = z.object({ id: z.uuid() });

@Controller('v1/deliveries/:id/resend')
@Roles('server-admin')
export class ResendDeliveryController {
  constructor(private readonly resendDelivery: ResendDelivery) {}

  @Post()
  @Returns(202, resent, 'It waits to be sent again')
  async resend(@ZodParams(deliveryPath) { id }: z.output<typeof deliveryPath>): Promise<z.output<typeof resent>> {
    await this.resendDelivery.again(id);
    return { id };
  }
}
