import type { InboundMail } from '../mail.js';
import { withoutComments } from './authentication-results.js';

/**
 * Whether software, not a person, sent the message.
 * RFC 3834 §5: every `Auto-Submitted` value but `no` says so, and unknown values count as automatic. Comments may stand anywhere
 * in it, and of several such fields one is enough.
 */
export const isAutoSubmitted = ({ headers }: Pick<InboundMail, 'headers'>): boolean =>
  headers
    .get('auto-submitted')
    ?.map(keywordOf)
    .some((keyword) => keyword !== '' && keyword !== 'no') === true;

const keywordOf = (value: string): string => withoutComments(value).split(';', 1)[0]!.trim().toLowerCase();
