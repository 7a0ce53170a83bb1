import { z } from 'zod';
import { event } from '../event.js';
import { topic } from '../settings/directory-user.js';
import { moment } from '../text.js';

/** Which of two changes counts is decided by when they were made, not by when they are heard of. */
const at = moment;
const byMail = z.object({ userId: z.uuid(), topic, at });

/** A person followed the link to unsubscribe that stood in a mail. */
export const SubscriptionEndedV1 = event('subscription.ended.v1', byMail, { by: ['outbound-mail'] });

/** He took that back, by the link, or somebody did for him. */
export const SubscriptionResumedV1 = event('subscription.resumed.v1', byMail, { by: ['outbound-mail'] });

/** A person chose topics that he was not subscribed to. */
export const SubscriptionBegunV1 = event(
  'subscription.begun.v1',
  z.object({ userId: z.uuid(), topics: z.array(topic).min(1).max(500), at }),
  { by: ['config'] },
);
