import { Module, type DynamicModule } from '@nestjs/common';
import { LEASES_MIGRATIONS, LeasesModule, Slots, SLOTS_MIGRATIONS } from '@replyline/leases';
import { HotStatements, ServiceModule, TAKES_FORMS } from '@replyline/service-host';
import type { MigrationInterface } from 'typeorm';
import { AcceptNotification } from './accept-notification/accept-notification.js';
import { GatherFacts } from './accept-notification/gather-facts.js';
import { Reports } from './accept-notification/reports.js';
import { AcceptNotificationConsumer } from './accept-notification/accept-notification.consumer.js';
import { FetchFiles } from './attach-files/fetch-files.js';
import { KeepBuckets } from './attach-files/keep-buckets.js';
import { CreateEarlyCancel1764000601000 } from './cancel-notification/1764000601000-create-early-cancel.js';
import { CancelNotification } from './cancel-notification/cancel-notification.js';
import { CancelNotificationConsumer } from './cancel-notification/cancel-notification.consumer.js';
import { CancelNotificationController } from './cancel-notification/cancel-notification.controller.js';
import { Chance, systemChance } from './chance.js';
import { Clock, systemClock } from './clock.js';
import { Admissions } from './deliver-mail/admissions.js';
import { Capacity } from './deliver-mail/capacity.js';
import { Claims } from './deliver-mail/claims.js';
import { DeliverMail } from './deliver-mail/deliver-mail.js';
import { HandOver } from './deliver-mail/hand-over.js';
import { Ledger } from './deliver-mail/ledger.js';
import { Limits } from './deliver-mail/limits.js';
import { LinkedAgainConsumer } from './deliver-mail/linked-again.consumer.js';
import { Pauses } from './deliver-mail/pauses.js';
import { Rates } from './deliver-mail/rates.js';
import { Recovery } from './deliver-mail/recovery.js';
import { Openers } from './deliver-mail/openers.js';
import { MailRoutes, systemRoutes } from './deliver-mail/mail-routes.js';
import { SettleDelivery } from './deliver-mail/settle-delivery.js';
import { SignMail } from './deliver-mail/sign-mail.js';
import { WaysOut } from './deliver-mail/ways-out.js';
import type { Environment } from './environment.js';
import { CreateDelivery1764000100000 } from './keep-deliveries/1764000100000-create-delivery.js';
import { CountAttemptsFromResend1764000200000 } from './keep-deliveries/1764000200000-count-attempts-from-resend.js';
import { ScheduleAndCancel1764000300000 } from './keep-deliveries/1764000300000-schedule-and-cancel.js';
import { CreateLimits1764000400000 } from './keep-deliveries/1764000400000-create-limits.js';
import { CreateNotificationAlias1764001100000 } from './keep-deliveries/1764001100000-create-notification-alias.js';
import { SettleWhatIsRefused1764001100200 } from './keep-deliveries/1764001100200-settle-what-is-refused.js';
import { FindByDomain1764001300000 } from './keep-deliveries/1764001300000-find-by-domain.js';
import { DropWhatNobodyLooksInto1764100900000 } from './keep-deliveries/1764100900000-drop-what-nobody-looks-into.js';
import { AskLessOfEachStatement1764101000000 } from './keep-deliveries/1764101000000-ask-less-of-each-statement.js';
import { KeepWordsApart1764001000000 } from './keep-deliveries/1764001000000-keep-words-apart.js';
import { ShareWords1764000600000 } from './keep-deliveries/1764000600000-share-words.js';
import { Attempt } from './keep-deliveries/attempt.entity.js';
import { Delivery } from './keep-deliveries/delivery.entity.js';
import { Notification } from './keep-deliveries/notification.entity.js';
import { Means } from './means.js';
import { CreateSentSearch1764000800000 } from './reconcile-unknown/1764000800000-create-sent-search.js';
import { ReconcileUnknown } from './reconcile-unknown/reconcile-unknown.js';
import { Searches } from './reconcile-unknown/searches.js';
import { SentSearch } from './reconcile-unknown/sent-search.entity.js';
import { CreateDeliveryReply1764000900010 } from './note-reply/1764000900010-create-delivery-reply.js';
import { DeliveryReply } from './note-reply/delivery-reply.entity.js';
import { NoteReplyConsumer } from './note-reply/note-reply.consumer.js';
import { NoteReply } from './note-reply/note-reply.js';
import { CreateDeliveryResend1764300500000 } from './resend-delivery/1764300500000-create-delivery-resend.js';
import { DeliveryResend } from './resend-delivery/delivery-resend.entity.js';
import { ResendDelivery } from './resend-delivery/resend-delivery.js';
import { NoteWhatTheServerSaid1764000500000 } from './keep-deliveries/1764000500000-note-what-the-server-said.js';
import { PauseFromALaneOn1764000700000 } from './keep-deliveries/1764000700000-pause-from-a-lane-on.js';
import { PurgeLinksOfHeldReplies1764000900000 } from './seal-variables/1764000900000-purge-links-of-held-replies.js';
import { PurgeWordsInClear1764001200000 } from './seal-variables/1764001200000-purge-words-in-clear.js';
import { PurgeSealedWords1764000450000 } from './seal-variables/1764000450000-purge-sealed-words.js';
import { SealingKeyController } from './seal-variables/sealing-key.controller.js';
import { ResendDeliveryController } from './resend-delivery/resend-delivery.controller.js';
import { IndexRefusals1764001100100 } from './show-notification/1764001100100-index-refusals.js';
import { NotificationsController } from './show-notification/notifications.controller.js';
import { ShowNotification } from './show-notification/show-notification.js';
import { CreateSuppression1764000310000 } from './suppress-address/1764000310000-create-suppression.js';
import { KeepComplaintsApart1764100800000 } from './suppress-address/1764100800000-keep-complaints-apart.js';
import { DeliveryReport } from './suppress-address/delivery-report.entity.js';
import { SuppressAddress } from './suppress-address/suppress-address.js';
import { SuppressAddressConsumer } from './suppress-address/suppress-address.consumer.js';
import { Suppression } from './suppress-address/suppression.entity.js';
import { Suppressions } from './suppress-address/suppressions.js';
import { SuppressionsController } from './suppress-address/suppressions.controller.js';
import { TryProfile } from './try-profile/try-profile.js';
import { TryProfileConsumer } from './try-profile/try-profile.consumer.js';
import { CreateUnsubscription1764000330000 } from './unsubscribe/1764000330000-create-unsubscription.js';
import { KeepAddressOfUnsubscribed1764300400000 } from './unsubscribe/1764300400000-keep-address-of-unsubscribed.js';
import { LiftUnsubscriptionConsumer } from './unsubscribe/lift-unsubscription.consumer.js';
import { ListUnsubscriptions } from './unsubscribe/list-unsubscriptions.js';
import { UnsubscribeLinks } from './unsubscribe/unsubscribe-links.js';
import { FORMS_TO_UNSUBSCRIBE, UnsubscribeController } from './unsubscribe/unsubscribe.controller.js';
import { Unsubscription } from './unsubscribe/unsubscription.entity.js';
import { Unsubscriptions } from './unsubscribe/unsubscriptions.js';
import { UnsubscriptionsController } from './unsubscribe/unsubscriptions.controller.js';
import { StillWanted } from './withhold-mail/still-wanted.js';
import { WithholdMail } from './withhold-mail/withhold-mail.js';

export const ENTITIES = [
  Notification,
  Delivery,
  Attempt,
  DeliveryReport,
  DeliveryReply,
  Suppression,
  Unsubscription,
  SentSearch,
  DeliveryResend,
];

/** Oldest first. */
export const MIGRATIONS: readonly (new () => MigrationInterface)[] = [
  ...LEASES_MIGRATIONS,
  ...SLOTS_MIGRATIONS,
  CreateDelivery1764000100000,
  CountAttemptsFromResend1764000200000,
  ScheduleAndCancel1764000300000,
  CreateSuppression1764000310000,
  CreateUnsubscription1764000330000,
  CreateLimits1764000400000,
  PurgeSealedWords1764000450000,
  NoteWhatTheServerSaid1764000500000,
  ShareWords1764000600000,
  CreateEarlyCancel1764000601000,
  PauseFromALaneOn1764000700000,
  CreateSentSearch1764000800000,
  PurgeLinksOfHeldReplies1764000900000,
  CreateDeliveryReply1764000900010,
  KeepWordsApart1764001000000,
  CreateNotificationAlias1764001100000,
  IndexRefusals1764001100100,
  SettleWhatIsRefused1764001100200,
  PurgeWordsInClear1764001200000,
  FindByDomain1764001300000,
  KeepComplaintsApart1764100800000,
  DropWhatNobodyLooksInto1764100900000,
  AskLessOfEachStatement1764101000000,
  KeepAddressOfUnsubscribed1764300400000,
  CreateDeliveryResend1764300500000,
];

/** Takes "tell these people", gives it to a provider, says what became of it. */
@Module({
  imports: [LeasesModule],
  controllers: [
    AcceptNotificationConsumer,
    CancelNotificationConsumer,
    TryProfileConsumer,
    LinkedAgainConsumer,
    NotificationsController,
    CancelNotificationController,
    ResendDeliveryController,
    SealingKeyController,
    SuppressAddressConsumer,
    NoteReplyConsumer,
    SuppressionsController,
    UnsubscribeController,
    LiftUnsubscriptionConsumer,
    UnsubscriptionsController,
  ],
  providers: [
    GatherFacts,
    WithholdMail,
    Reports,
    StillWanted,
    AcceptNotification,
    CancelNotification,
    HotStatements,
    Claims,
    Ledger,
    Recovery,
    Slots,
    Admissions,
    Pauses,
    Rates,
    Limits,
    Capacity,
    SettleDelivery,
    KeepBuckets,
    FetchFiles,
    Openers,
    SignMail,
    WaysOut,
    HandOver,
    DeliverMail,
    TryProfile,
    ShowNotification,
    ResendDelivery,
    Searches,
    ReconcileUnknown,
    SuppressAddress,
    NoteReply,
    Suppressions,
    ListUnsubscriptions,
    UnsubscribeLinks,
    Unsubscriptions,
  ],
})
export class OutboundMailModule {
  static for(env: Environment): DynamicModule {
    const means: Means = {
      secrets: env.OUTBOUND_SECRET_KEYS,
      intent: env.INTENT_KEYS,
      reviewBaseUrl: env.REVIEW_BASE_URL,
      unsubscribeBaseUrl: env.UNSUBSCRIBE_BASE_URL,
      maxConnections: env.SMTP_MAX_CONNECTIONS,
      ehloName: env.EHLO_NAME,
      allowLinkLocal: env.ALLOW_LINK_LOCAL_HOSTS,
      microsoftBaseUrl: env.MICROSOFT_BASE_URL,
    };
    return {
      module: OutboundMailModule,
      imports: [ServiceModule.forRoot({ name: 'outbound-mail', env, entities: ENTITIES, migrations: MIGRATIONS })],
      providers: [
        { provide: Means, useValue: means },
        { provide: Clock, useValue: systemClock },
        { provide: Chance, useValue: systemChance },
        { provide: MailRoutes, useValue: systemRoutes },
        { provide: TAKES_FORMS, useValue: FORMS_TO_UNSUBSCRIBE },
      ],
    };
  }
}
