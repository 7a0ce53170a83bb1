import { fromAddressOf, type SendingProfile } from '@replyline/contracts';
import type { Sender } from './message.js';

/** Whom the From field names, and what the mail is written in. Microsoft names its mailboxes itself. */
export const senderOf = (profile: SendingProfile): Sender => ({
  ...('displayName' in profile && { name: profile.displayName }),
  address: fromAddressOf(profile),
  ...('charset' in profile && { charset: profile.charset }),
});
