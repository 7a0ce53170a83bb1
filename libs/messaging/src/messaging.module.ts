import { Module, type DynamicModule } from '@nestjs/common';
import { AttachmentStore } from './attachment-store.js';
import { CreateMessaging1764000000000 } from './1764000000000-create-messaging.js';
import { DecideDeadLetters1764000320000 } from './1764000320000-decide-dead-letters.js';
import { NameDeadLetters1764001100300 } from './1764001100300-name-dead-letters.js';
import { SayWhyOfDeadLetters1764300400000 } from './1764300400000-say-why-of-dead-letters.js';
import { DeadLetters, SERVICE_NAME } from './dead-letters.js';
import { DocumentSnapshot } from './document-snapshot.js';
import { Documents } from './documents.js';
import { Inbox } from './inbox.js';
import { JetStreamStrategy } from './jet-stream-strategy.js';
import { NatsLink } from './nats-link.js';
import { OutboxRelay } from './outbox-relay.js';
import { Outbox } from './outbox.js';
import { Prune } from './prune.js';
import { Redrive } from './redrive.js';
import { ReplyFileStore } from './reply-file-store.js';
import { Requester } from './requester.js';
import { StreamPublisher } from './stream-publisher.js';

/** The tables that every service has for its events. */
export const MESSAGING_MIGRATIONS = [
  CreateMessaging1764000000000,
  DecideDeadLetters1764000320000,
  NameDeadLetters1764001100300,
  SayWhyOfDeadLetters1764300400000,
];

const EXPORTED = [
  NatsLink,
  Outbox,
  Inbox,
  Documents,
  Requester,
  DeadLetters,
  JetStreamStrategy,
  Redrive,
  AttachmentStore,
  ReplyFileStore,
];

/** Events in and out of a service. Needs a TypeORM `DataSource` that has run `MESSAGING_MIGRATIONS`. */
@Module({})
export class MessagingModule {
  static forRoot({ service, natsUrl }: { service: string; natsUrl: string }): DynamicModule {
    return {
      module: MessagingModule,
      global: true,
      providers: [
        { provide: SERVICE_NAME, useValue: service },
        { provide: NatsLink, useFactory: () => NatsLink.open(natsUrl, service) },
        ...EXPORTED.filter((provider) => provider !== NatsLink),
        DocumentSnapshot,
        OutboxRelay,
        Prune,
        StreamPublisher,
      ],
      exports: EXPORTED,
    };
  }
}
