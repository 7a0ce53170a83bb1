import { fromAddressOf, type SendingProfile } from '@replyline/contracts';
import type { Sender } from './message.js';
import type { PinnedMail } from './pinned-mail.js';

/** Whom the From field names, and what the mail is written in. Microsoft names its mailboxes itself. */
export const senderOf = (profile: SendingProfile, from?: PinnedMail['from']): Sender => ({
  ...('displayName' in profile && { name: profile.displayName }),
  address: fromAddressOf(profile),
  ...from,
  ...('charset' in profile && { charset: profile.charset }),
});
