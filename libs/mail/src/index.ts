export type { Attachment, InboundMail } from './mail.js';
export {
  chooseFiles,
  isBeside,
  type DropReason,
  type FileFacts,
  type FileFate,
  type FileLimits,
  type LeaveReason,
} from './files/choose-files.js';
export { picturesIn, withPictures } from './files/pictures-in-text.js';
export { normaliseAddress } from './facts/address.js';
export { readAuthentication, readExchangeAuthentication } from './facts/authentication.js';
export { hasOneAuthor } from './facts/author.js';
export { readComplaint, type Complaint } from './facts/complaint.js';
export { readDeliveryReport, type DeliveryReport } from './facts/delivery-report.js';
export { intentCandidates, quotedTokens } from './facts/intent-candidates.js';
export { directionOf, LANGUAGES, languageFor, type Language } from './facts/language.js';
export { normaliseMessageId } from './facts/message-id.js';
export { PROMPT, PROMPT_IN } from './facts/prompt.js';
export type { Answer, Evidence, ExtractedReply, ReplyInput, SentMail } from './reply/extracted-reply.js';
export type { Facts, HoldReason, IntentFact, RejectReason, Verdict } from './triage/rule.js';
export { LOOP_HEADER } from './triage/rules.js';
export { signed, type DkimSigner } from './signing/dkim.js';
export { triage, type Triaged } from './triage/triage.js';
export { repeatedTail } from './reply/tail.js';
