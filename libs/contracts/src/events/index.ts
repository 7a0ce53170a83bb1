import type { EventContract } from '../event.js';
import { ConfigChangedV1 } from './config-changed.v1.js';
import { ConversationPostedV1 } from './conversation-posted.v1.js';
import { DeadLetterRecordedV1 } from './dead-letter-recorded.v1.js';
import { MailBouncedV1, MailboxUnhealthyV1 } from './mail.v1.js';
import { NotificationAcceptedV1 } from './notification-accepted.v1.js';
import { NotificationCancelV1 } from './notification-cancel.v1.js';
import {
  NotificationCancelledV1,
  NotificationDeferredV1,
  NotificationExpiredV1,
  NotificationFailedV1,
  NotificationRejectedV1,
  NotificationSentV1,
  NotificationUnknownV1,
} from './notification-outcome.v1.js';
import { NotificationRequestedV1 } from './notification-requested.v1.js';
import { ReplyHeldV1, ReplyNotedV1, ReplyReceivedV1, ReplyRejectedV1 } from './reply.v1.js';
import { SubscriptionBegunV1, SubscriptionEndedV1, SubscriptionResumedV1 } from './subscription.v1.js';

/** Everything that travels on NATS. One more event is one file and one line here. */
export const EVENTS = [
  NotificationRequestedV1,
  NotificationCancelV1,
  NotificationAcceptedV1,
  NotificationSentV1,
  NotificationDeferredV1,
  NotificationFailedV1,
  NotificationUnknownV1,
  NotificationExpiredV1,
  NotificationCancelledV1,
  NotificationRejectedV1,
  ReplyReceivedV1,
  ReplyRejectedV1,
  ReplyHeldV1,
  ReplyNotedV1,
  MailBouncedV1,
  MailboxUnhealthyV1,
  ConversationPostedV1,
  ConfigChangedV1,
  SubscriptionBegunV1,
  SubscriptionEndedV1,
  SubscriptionResumedV1,
  DeadLetterRecordedV1,
] as const satisfies readonly EventContract[];
