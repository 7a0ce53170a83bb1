import { fromAddressOf, type SendingProfile } from '@replyline/contracts';

/** Whom the From field names. Microsoft names its mailboxes itself. */
export const senderOf = (profile: SendingProfile): { name?: string | undefined; address: string } => ({
  ...('displayName' in profile && { name: profile.displayName }),
  address: fromAddressOf(profile),
});
