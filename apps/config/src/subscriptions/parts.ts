import { MySubscriptionsController } from './my-subscriptions.controller.js';
import { UserSubscriptionsController } from './user-subscriptions.controller.js';

export const SUBSCRIPTIONS_CONTROLLERS = [MySubscriptionsController, UserSubscriptionsController];
