import { NoteTopicChanges1763596990000 } from './1763596990000-note-topic-changes.js';
import { MySubscriptionsController } from './my-subscriptions.controller.js';
import { SubscriptionsConsumer } from './subscriptions.consumer.js';
import { Subscriptions } from './subscriptions.js';
import { UserSubscriptionsController } from './user-subscriptions.controller.js';

export const SUBSCRIPTIONS_MIGRATIONS = [NoteTopicChanges1763596990000];
export const SUBSCRIPTIONS_CONTROLLERS = [
  MySubscriptionsController,
  UserSubscriptionsController,
  SubscriptionsConsumer,
];

/** Needs `Users`, `FindUsers` and the clock. */
export const SUBSCRIPTIONS_PROVIDERS = [Subscriptions];
