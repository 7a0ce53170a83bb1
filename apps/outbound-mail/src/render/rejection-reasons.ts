import { rejectionReason } from '@replyline/contracts';
import type { Language } from './phrases/languages.js';
import { PHRASES } from './phrases/phrases.js';

/**
 * Why a reply was not posted, for the person who wrote it. A reason that is new to this version is no reason to keep the
 * text back.
 */
export function rejectionReasonInWords(reason: string, language: Language = 'en'): string {
  const { reasons, otherwise } = PHRASES[language].replyRejected;
  const known = rejectionReason.safeParse(reason);
  return known.success ? reasons[known.data] : otherwise;
}
