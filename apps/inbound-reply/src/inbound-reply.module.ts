import { LEASES_MIGRATIONS, LeasesModule } from '@replyline/leases';
import { ServiceModule } from '@replyline/service-host';
import { Module, type DynamicModule } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import { MakeCase } from './make-case/make-case.js';
import { MakeCaseController } from './make-case/make-case.controller.js';
import { CreateArchive1764100300000 } from './archive-mail/1764100300000-create-archive.js';
import { ForgetWords1764300100000 } from './archive-mail/1764300100000-forget-words.js';
import { ArchiveForecast } from './archive-mail/archive-forecast.js';
import { ArchiveLedger } from './archive-mail/archive-ledger.js';
import { ArchiveMail } from './archive-mail/archive-mail.js';
import { ArchiveWork } from './archive-mail/archive-work.js';
import { ArchiveController } from './archive-mail/archive.controller.js';
import { ArchiveRuns } from './archive-mail/archive-runs.js';
import { ForgetRaw, RawRetention } from './archive-mail/forget-raw.js';
import { ListRuns } from './archive-mail/list-runs.js';
import { MoveMail } from './archive-mail/move-mail.js';
import { PreviewArchive } from './archive-mail/preview-archive.js';
import { RemoveMail } from './archive-mail/remove-mail.js';
import { Clock, systemClock } from './clock.js';
import type { Environment } from './environment.js';
import { CreateGraphSubscription1764100160000 } from './graph-notifications/1764100160000-create-graph-subscription.js';
import { GraphNotifications } from './graph-notifications/graph-notifications.js';
import { GraphNotificationsController } from './graph-notifications/graph-notifications.controller.js';
import { GraphSubscriptions, NotificationAddress } from './graph-notifications/graph-subscriptions.js';
import { CreateHeldReply1763600180000 } from './held-replies/1763600180000-create-held-reply.js';
import { NameSender1764300000000 } from './held-replies/1764300000000-name-sender.js';
import { FindByMail1764500000000 } from './held-replies/1764500000000-find-by-mail.js';
import { HeldReplies } from './held-replies/held-replies.js';
import { HeldRepliesController } from './held-replies/held-replies.controller.js';
import { HeldReply } from './held-replies/held-reply.entity.js';
import { KeepFilesOfReplies1764100500000 } from './keep-files/1764100500000-keep-files-of-replies.js';
import { ChooseFiles, ReplyFileLimits } from './keep-files/choose-files.js';
import { FindOrphans } from './keep-files/find-orphans.js';
import { KeepFiles } from './keep-files/keep-files.js';
import { scannerOf } from './keep-files/scanner-of.js';
import { SweepFiles } from './keep-files/sweep-files.js';
import { VirusScanner } from './keep-files/virus-scanner.js';
import { CreateInboundMail1763600000000 } from './read-mailbox/1763600000000-create-inbound-mail.js';
import { SkipReadMail1764100200000 } from './read-mailbox/1764100200000-skip-read-mail.js';
import { KeepUnservedMail1763600300000 } from './read-mailbox/1763600300000-keep-unserved-mail.js';
import { NameMailAsItsServerDoes1764100100000 } from './read-mailbox/1764100100000-name-mail-as-its-server-does.js';
import { InboundMailRow } from './read-mailbox/inbound-mail.entity.js';
import { MailboxMeans } from './read-mailbox/mailbox-endpoint.js';
import { Mailbox } from './read-mailbox/mailbox.entity.js';
import { Chance } from './read-mailbox/read-mailbox.js';
import { READ_MAILBOX } from './read-mailbox/read-mailbox.providers.js';
import { MailLimit } from './read-mailbox/serve-mail.js';
import { MessageReader } from './read-message/message-reader.js';
import { ThreadMessageReader } from './read-message/thread-message-reader.js';
import { ReplayMail1764100900000 } from './replay-mail/1764100900000-replay-mail.js';
import { ReplayMail } from './replay-mail/replay-mail.js';
import { ReplayMailController } from './replay-mail/replay-mail.controller.js';
import { CreateSentMail1763600060000 } from './remember-sent-mail/1763600060000-create-sent-mail.js';
import { RememberPlainAddresses1764500100000 } from './remember-sent-mail/1764500100000-remember-plain-addresses.js';
import { RememberSentMail } from './remember-sent-mail/remember-sent-mail.js';
import { RememberSentMailConsumer } from './remember-sent-mail/remember-sent-mail.consumer.js';
import { AnnouncedMail } from './remember-sent-mail/announced-mail.entity.js';
import { InboundMails } from './show-inbound-mail/inbound-mails.js';
import { InboundMailsController } from './show-inbound-mail/inbound-mails.controller.js';
import { NoteReading1764200500000 } from './show-mailboxes/1764200500000-note-reading.js';
import { NotePause1764400000000 } from './show-mailboxes/1764400000000-note-pause.js';
import { MailboxesController } from './show-mailboxes/mailboxes.controller.js';
import { NoteReading } from './show-mailboxes/note-reading.js';
import { ShowMailboxes } from './show-mailboxes/show-mailboxes.js';
import { CreateClaim1763600120000 } from './triage-mail/1763600120000-create-claim.js';
import { LearnTails1764100600000 } from './triage-mail/1764100600000-learn-tails.js';
import { LimitNotices1763600240000 } from './triage-mail/1763600240000-limit-notices.js';
import { CountReplies1764100800000 } from './triage-mail/1764100800000-count-replies.js';
import { SayWhyPostponed1764300200000 } from './triage-mail/1764300200000-say-why-postponed.js';
import { ReplyLimit } from './triage-mail/known-mail.js';
import { TokenKeys } from './triage-mail/token-keys.js';
import { TRIAGE_MAIL } from './triage-mail/triage-mail.providers.js';
import { TryMailboxConsumer } from './try-mailbox/try-mailbox.consumer.js';

export const ENTITIES = [Mailbox, InboundMailRow, AnnouncedMail, HeldReply];

/** Oldest first. */
export const MIGRATIONS: readonly (new () => MigrationInterface)[] = [
  CreateInboundMail1763600000000,
  CreateSentMail1763600060000,
  CreateClaim1763600120000,
  CreateHeldReply1763600180000,
  LimitNotices1763600240000,
  KeepUnservedMail1763600300000,
  NameMailAsItsServerDoes1764100100000,
  CreateGraphSubscription1764100160000,
  SkipReadMail1764100200000,
  CreateArchive1764100300000,
  KeepFilesOfReplies1764100500000,
  LearnTails1764100600000,
  CountReplies1764100800000,
  ReplayMail1764100900000,
  NoteReading1764200500000,
  NameSender1764300000000,
  ForgetWords1764300100000,
  SayWhyPostponed1764300200000,
  NotePause1764400000000,
  FindByMail1764500000000,
  RememberPlainAddresses1764500100000,
  ...LEASES_MIGRATIONS,
];

/** The whole service: what it keeps, what it reads, what it answers and what it consumes. */
@Module({
  controllers: [
    RememberSentMailConsumer,
    TryMailboxConsumer,
    InboundMailsController,
    ReplayMailController,
    MakeCaseController,
    HeldRepliesController,
    ArchiveController,
    MailboxesController,
    GraphNotificationsController,
  ],
  providers: [
    ...READ_MAILBOX,
    ...TRIAGE_MAIL,
    NoteReading,
    ShowMailboxes,
    GraphNotifications,
    GraphSubscriptions,
    RememberSentMail,
    InboundMails,
    ReplayMail,
    MakeCase,
    HeldReplies,
    ArchiveRuns,
    ArchiveLedger,
    ArchiveWork,
    ArchiveForecast,
    MoveMail,
    RemoveMail,
    ArchiveMail,
    PreviewArchive,
    ListRuns,
    ForgetRaw,
    ChooseFiles,
    KeepFiles,
    FindOrphans,
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
        { provide: NotificationAddress, useValue: new NotificationAddress(env.GRAPH_NOTIFICATION_BASE_URL) },
        { provide: TokenKeys, useValue: new TokenKeys(env.INTENT_KEYS) },
        { provide: ReplyLimit, useValue: new ReplyLimit(env.MAX_REPLIES_PER_HOUR) },
        { provide: MailLimit, useValue: new MailLimit(env.MAX_MAIL_BYTES) },
        { provide: RawRetention, useValue: new RawRetention(env.RAW_RETENTION_DAYS) },
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
