export { parseIntentKeys, type IntentKeys } from './key-ring.js';
export { assertCanCarryToken, MAX_LOCAL_PART, replyAddress } from './reply-address.js';
export { isReviewToken, mintReviewToken } from './review-token.js';
export {
  expiryDayFor,
  LIFETIME_DAYS,
  mintToken,
  readToken,
  type Intent,
  type Purpose,
  type ReadIntent,
} from './token.js';
export { mintUnsubscribeToken, readUnsubscribeToken } from './unsubscribe-token.js';
