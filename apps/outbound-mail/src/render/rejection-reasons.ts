import { rejectionReason, type RejectionReason } from '@replyline/contracts';
import { LIFETIME_DAYS } from '@replyline/intent';

/** Why a reply was not posted, for the person who wrote it. */
const WORDS: Readonly<Record<RejectionReason, string>> = {
  'no-reply':
    'The mail that you answered is one that cannot be answered. Only mail with the line about replying above it can.',
  expired: `The mail that you answered is more than ${LIFETIME_DAYS} days old. Please write in the conversation itself.`,
  empty: 'No text of yours was found in it. Please write above the quoted mail.',
  'too-long': 'It is too long. Please shorten it, or write in the conversation itself.',
  'too-large': 'The mail is too large. Please leave attachments away.',
  'unknown-mail': 'The mail that you answered is not known any more. Please write in the conversation itself.',
  not_a_member: 'You are not a member of the conversation any more.',
  conversation_gone: 'The conversation does not exist any more.',
};

/** A reason that is new to this version is no reason to keep the text back. */
export function rejectionReasonInWords(reason: string): string {
  const known = rejectionReason.safeParse(reason);
  return known.success ? WORDS[known.data] : 'It could not be accepted.';
}
