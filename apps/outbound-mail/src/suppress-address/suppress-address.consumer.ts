import { MailBouncedV1, type EventOf } from '@replyline/contracts';
import { Consume } from '@replyline/messaging';
import { Controller } from '@nestjs/common';
import { SUPPRESS_ADDRESS, SuppressAddress } from './suppress-address.js';

@Controller()
export class SuppressAddressConsumer {
  constructor(private readonly suppressAddress: SuppressAddress) {}

  @Consume(MailBouncedV1, { durable: SUPPRESS_ADDRESS })
  onMailBounced(event: EventOf<typeof MailBouncedV1>): Promise<void> {
    return this.suppressAddress.once(event);
  }
}
