import { NotificationRequestedV1, type NotificationKind, type Origin, type Publisher } from '@replyline/contracts';
import type { PublisherByName } from './may-ask.js';
import type { Requested } from './facts.js';
import type { Plan } from './plan.js';

/** What this service asks of itself: to tell the admins, and never urgently, so that no report leads to another one. */
const ITSELF: Omit<Publisher, 'revision'> = {
  name: 'outbound-mail',
  kinds: ['system-health'],
  lanes: ['normal'],
  mayActForUsers: false,
  mayAskForReplies: false,
};
export const itself: PublisherByName = () => ITSELF;

/** The addresses that an urgent mail would have gone to, had mail to them not come back before. */
export const urgentlySuppressed = ({ deliveries }: Plan, { data: { lane } }: Requested): string[] =>
  lane === 'urgent' ? deliveries.flatMap((it) => (it.state === 'suppressed' ? (it.address ?? []) : [])) : [];

/** Urgent mail of one notification that a suppression of these addresses holds up. */
export interface HeldUp {
  readonly notificationId: string;
  readonly kind: NotificationKind;
  readonly addresses: readonly string[];
}

/** A mail to the admins about urgent mail that was not sent. It names no address and no words: the API shows both. */
export function reportOf({ notificationId, kind, addresses }: HeldUp, origin: Origin): Requested {
  const [mail, they] = addresses.length === 1 ? ['An urgent mail', 'The address'] : ['Urgent mail', 'The addresses'];
  return NotificationRequestedV1.make(
    {
      kind: 'system-health',
      lane: 'normal',
      recipients: [{ role: 'server-admin' }],
      variables: {
        title: `${mail} was not sent: the address is suppressed`,
        text: [
          `${mail} of the kind ${kind} was suppressed for ${addresses.length} of its recipients.`,
          `GET /v1/notifications/${notificationId} of outbound-mail shows it, GET /v1/suppressions shows why.`,
          `${they} can be corrected in the directory, or the suppression lifted once the mailbox works, or the reader wants such mail again; then ask for the notification again.`,
          'Further urgent mail that the same suppression holds up is not reported by mail: it stands in the log.',
        ].join('\n'),
      },
    },
    origin,
  );
}
