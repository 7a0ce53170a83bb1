import type {
  DirectoryUser,
  EventOf,
  NotificationRequestedV1,
  ReplyMailbox,
  SendingProfile,
} from '@replyline/contracts';
import type { IntentKeys } from '@replyline/intent';
import type { Occasion } from '../render/templates.js';
import type { Member } from './audience.js';
import type { PublisherByName } from './may-ask.js';

export type Requested = EventOf<typeof NotificationRequestedV1>;

/** What the shell looked up, so that the decision need not. */
export interface Facts {
  readonly now: Date;
  /** Every profile that mail of this person, or of nobody, could leave through. */
  readonly profilesFor: (actorId: string | undefined) => readonly SendingProfile[];
  readonly mailbox: ReplyMailbox | undefined;
  readonly publishers: PublisherByName;
  readonly userOf: (id: string) => DirectoryUser | undefined;
  readonly users: () => readonly DirectoryUser[];
  /** Whether the address gets no mail because mail to it came back. */
  readonly isSuppressed: (address: string) => boolean;
  /** Whether this person wants no more mail about what this request is about. */
  readonly hasUnsubscribed: (member: Member) => boolean;
  /** The link in the mail of a delivery; `undefined` where people cannot reach this service. */
  readonly unsubscribeUrl: (deliveryId: string) => string | undefined;
  readonly intentKeys: IntentKeys;
  readonly reviewUrl: Occasion['reviewUrl'];
  readonly newId: () => string;
  /** 96 random bits in hexadecimal. */
  readonly newReplyKey: () => string;
}
