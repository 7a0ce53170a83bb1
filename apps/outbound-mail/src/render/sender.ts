import { fromAddressOf, type SendingProfile } from '@replyline/contracts';
import type { Sender } from './message.js';
import type { PinnedMail } from './pinned-mail.js';

/**
 * Whom the From field names, and what the mail is written in. Microsoft names its mailboxes itself. The address that a
 * profile forces is whatever it is now, so that a corrected one counts for mail that waits.
 */
export const senderOf = (profile: SendingProfile, from?: PinnedMail['from']): Sender => ({
  ...('displayName' in profile && { name: profile.displayName }),
  address: fromAddressOf(profile),
  ...from,
  ...forced(profile),
  ...('charset' in profile && { charset: profile.charset }),
});

const forced = ({ policy }: SendingProfile): Pick<Sender, 'name' | 'address'> | undefined =>
  policy?.forcedFrom === undefined ? undefined : { name: undefined, address: policy.forcedFrom };
