import { ConfigChangedV1, linkedAccountDocument, SendingProfileDocument, type EventOf } from '@replyline/contracts';
import { Consume, Documents } from '@replyline/messaging';
import { Controller } from '@nestjs/common';
import { DeliverMail } from './deliver-mail.js';

/** What waits because an account had to be linked again goes on as soon as it is: no setting of its profile changes with that. */
@Controller()
export class LinkedAgainConsumer {
  constructor(
    private readonly documents: Documents,
    private readonly deliverMail: DeliverMail,
  ) {}

  @Consume(ConfigChangedV1, { durable: 'outbound-mail-linked-again' })
  async onConfigChanged({ data: { document, fields } }: EventOf<typeof ConfigChangedV1>): Promise<void> {
    if (!fields.includes('tokens')) return;
    for (const it of this.documents.all(SendingProfileDocument))
      if (it.kind === 'microsoft-exchange' && linkedAccountDocument(it.accountId) === document)
        await this.deliverMail.hurry(it.id);
  }
}
