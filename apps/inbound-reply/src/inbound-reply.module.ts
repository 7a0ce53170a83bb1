import { LEASES_MIGRATIONS, LeasesModule } from '@replyline/leases';
import { ServiceModule } from '@replyline/service-host';
import { Module, type DynamicModule } from '@nestjs/common';
import { Clock, systemClock } from './clock.js';
import type { Environment } from './environment.js';
import { CreateHeldReply1763600180000 } from './held-replies/1763600180000-create-held-reply.js';
import { HeldReplies } from './held-replies/held-replies.js';
import { HeldRepliesController } from './held-replies/held-replies.controller.js';
import { HeldReply } from './held-replies/held-reply.entity.js';
import { KeepFilesOfReplies1764100500000 } from './keep-files/1764100500000-keep-files-of-replies.js';
import { ChooseFiles, ReplyFileLimits } from './keep-files/choose-files.js';
import { KeepFiles } from './keep-files/keep-files.js';
import { scannerOf } from './keep-files/scanner-of.js';
import { SweepFiles } from './keep-files/sweep-files.js';
import { VirusScanner } from './keep-files/virus-scanner.js';
import { CreateInboundMail1763600000000 } from './read-mailbox/1763600000000-create-inbound-mail.js';
import { KeepUnservedMail1763600300000 } from './read-mailbox/1763600300000-keep-unserved-mail.js';
import { InboundMailRow } from './read-mailbox/inbound-mail.entity.js';
import { MailboxEndpoints, MailboxMeans } from './read-mailbox/mailbox-endpoint.js';
import { MailboxHealth } from './read-mailbox/mailbox-health.js';
import { Mailbox } from './read-mailbox/mailbox.entity.js';
import { Chance, ReadMailbox } from './read-mailbox/read-mailbox.js';
import { MailLimit, TakeIn } from './read-mailbox/take-in.js';
import { MessageReader } from './read-message/message-reader.js';
import { ThreadMessageReader } from './read-message/thread-message-reader.js';
import { CreateSentMail1763600060000 } from './remember-sent-mail/1763600060000-create-sent-mail.js';
import { RememberSentMail } from './remember-sent-mail/remember-sent-mail.js';
import { RememberSentMailConsumer } from './remember-sent-mail/remember-sent-mail.consumer.js';
import { SentMail } from './remember-sent-mail/sent-mail.entity.js';
import { InboundMails } from './show-inbound-mail/inbound-mails.js';
import { InboundMailsController } from './show-inbound-mail/inbound-mails.controller.js';
import { CreateClaim1763600120000 } from './triage-mail/1763600120000-create-claim.js';
import { LimitNotices1763600240000 } from './triage-mail/1763600240000-limit-notices.js';
import { DueMail } from './triage-mail/due-mail.js';
import { ExamineMail, TokenKeys } from './triage-mail/examine-mail.js';
import { TriageLoop } from './triage-mail/triage-loop.js';
import { TriageMail } from './triage-mail/triage-mail.js';
import { TryMailboxConsumer } from './try-mailbox/try-mailbox.consumer.js';

export const ENTITIES = [Mailbox, InboundMailRow, SentMail, HeldReply];

/** Oldest first. */
export const MIGRATIONS = [
  CreateInboundMail1763600000000,
  CreateSentMail1763600060000,
  CreateClaim1763600120000,
  CreateHeldReply1763600180000,
  LimitNotices1763600240000,
  KeepUnservedMail1763600300000,
  KeepFilesOfReplies1764100500000,
  ...LEASES_MIGRATIONS,
];

/** The whole service: what it keeps, what it reads, what it answers and what it consumes. */
@Module({
  controllers: [RememberSentMailConsumer, TryMailboxConsumer, InboundMailsController, HeldRepliesController],
  providers: [
    MailboxEndpoints,
    ReadMailbox,
    TakeIn,
    MailboxHealth,
    RememberSentMail,
    DueMail,
    ExamineMail,
    TriageMail,
    TriageLoop,
    InboundMails,
    HeldReplies,
    ChooseFiles,
    KeepFiles,
    SweepFiles,
  ],
})
export class InboundReplyModule {
  static for(env: Environment): DynamicModule {
    return {
      module: InboundReplyModule,
      imports: [
        ServiceModule.forRoot({ name: 'inbound-reply', env, entities: ENTITIES, migrations: MIGRATIONS }),
        LeasesModule,
      ],
      providers: [
        { provide: Clock, useValue: systemClock },
        { provide: Chance, useValue: new Chance(Math.random) },
        {
          provide: MailboxMeans,
          useValue: new MailboxMeans(env.INBOUND_SECRET_KEYS, env.ALLOW_LINK_LOCAL_HOSTS, env.MICROSOFT_BASE_URL),
        },
        { provide: TokenKeys, useValue: new TokenKeys(env.INTENT_KEYS) },
        { provide: MailLimit, useValue: new MailLimit(env.MAX_MAIL_BYTES) },
        { provide: ReplyFileLimits, useValue: limitsOf(env) },
        { provide: VirusScanner, useFactory: () => scannerOf(env) },
        { provide: MessageReader, useFactory: () => new ThreadMessageReader() },
      ],
    };
  }
}

const limitsOf = (env: Environment): ReplyFileLimits =>
  new ReplyFileLimits({
    files: env.MAX_REPLY_FILES,
    fileBytes: env.MAX_REPLY_FILE_BYTES,
    totalBytes: env.MAX_REPLY_FILES_BYTES,
  });
