import { normaliseAddress } from '../facts/address.js';
import { automaticSign } from '../facts/automatic-response.js';
import { readComplaint } from '../facts/complaint.js';
import { readDeliveryReport } from '../facts/delivery-report.js';
import type { FinalRule, Rule, Verdict } from './rule.js';

/** Every mail we send carries it, so that one that comes back is recognised. */
export const LOOP_HEADER = 'X-Replyline-Loop';

const ignore = (because: string): Verdict => ({ outcome: 'ignore', because });

const ownMail: Rule = {
  name: 'own-mail',
  check(mail, { ownAddress, hasOwnMessageId }) {
    const isFromUs = ownAddress !== undefined && mail.from.some(({ address }) => isOwn(address, ownAddress));
    const isOurs = mail.headers.has(LOOP_HEADER.toLowerCase()) || isFromUs || hasOwnMessageId === true;
    return isOurs ? ignore('it is our own mail coming back') : undefined;
  },
};

/** Also with something behind a plus (RFC 5233): every address to answer at is ours. */
function isOwn(address: string, ownAddress: string): boolean {
  const [own, at] = [normaliseAddress(ownAddress), normaliseAddress(ownAddress).lastIndexOf('@')];
  return address === own || (address.startsWith(`${own.slice(0, at)}+`) && address.endsWith(own.slice(at)));
}

const NOT_YET: Verdict = { outcome: 'wait', because: 'the mail that it is about is not known here yet' };

const complaint: Rule = {
  name: 'complaint',
  check(mail, { awaitsMail }) {
    const it = readComplaint(mail);
    if (it && awaitsMail) return NOT_YET;
    return it && { outcome: 'record-complaint', complaint: it };
  },
};

const deliveryReport: Rule = {
  name: 'delivery-report',
  check(mail, { sentTo, awaitsMail }) {
    const report = readDeliveryReport(mail, sentTo);
    if (!report) return undefined;
    if (awaitsMail) return NOT_YET;
    if (report.action === 'failed' || report.action === 'delayed') return { outcome: 'record-bounce', report };
    return ignore(`it reports that a mail was ${report.action}`);
  },
};

const automaticResponse: Rule = {
  name: 'automatic-response',
  check(mail, { intent, senderIsOnRecord, senderProven, replyText }) {
    // Where it is not known yet who was asked, what tells software from him by that says nothing.
    const isOpen = intent.kind === 'unknown' || intent.kind === 'unverified';
    const isExpected = isOpen || (intent.kind === 'valid' && senderIsOnRecord);
    const isProven = isExpected && senderProven === 'proven';
    const sign = automaticSign(mail, { text: replyText, isProven, isExpected });
    return sign === undefined ? undefined : ignore(`it was sent by software: ${sign}`);
  },
};

const noIntent: Rule = {
  name: 'no-intent',
  check(_mail, { intent }) {
    if (intent.kind === 'none') return ignore('it carries no reply token');
    if (intent.kind === 'unverified') return ignore('its reply token cannot be verified without a key');
    return undefined;
  },
};

const forged: Rule = {
  name: 'forged',
  check: (_mail, { intent }) => (intent.kind === 'forged' ? ignore('its reply token was not made by us') : undefined),
};

const notYetKnown: Rule = {
  name: 'not-yet-known',
  check: (_mail, { intent }) =>
    intent.kind === 'unknown' ? { outcome: 'wait', because: 'the mail it answers is not known here yet' } : undefined,
};

const duplicate: Rule = {
  name: 'duplicate',
  check: (_mail, { alreadyReceived }) => (alreadyReceived ? ignore('the same message was received before') : undefined),
};

const answersNotice: Rule = {
  name: 'answers-notice',
  check: (_mail, facts) => (facts.answersNotice ? ignore('it answers a notice') : undefined),
};

const noReply: Rule = {
  name: 'no-reply',
  check: (_mail, { intent }) =>
    intent.kind === 'valid' && intent.purpose === 'no-reply' ? { outcome: 'reject', reason: 'no-reply' } : undefined,
};

const expired: Rule = {
  name: 'expired',
  check: (_mail, { intent }) => (intent.kind === 'expired' ? { outcome: 'reject', reason: 'expired' } : undefined),
};

const senderNotProven: Rule = {
  name: 'sender-not-proven',
  check(_mail, { senderIsOnRecord, senderProven }) {
    if (!senderIsOnRecord) return { outcome: 'hold', because: 'sender-not-on-record' };
    return senderProven === 'proven' ? undefined : { outcome: 'hold', because: 'sender-not-proven' };
  },
};

/** Only a key of the person's could open it, and none of those is here. */
const encrypted: Rule = {
  name: 'encrypted',
  check: (mail) => (mail.encryption === undefined ? undefined : { outcome: 'reject', reason: 'encrypted' }),
};

const empty: Rule = {
  name: 'empty',
  check: (_mail, { replyText, hasFiles }) =>
    replyText.trim() === '' && !hasFiles ? { outcome: 'reject', reason: 'empty' } : undefined,
};

/** Last, so that what is held is something that could be posted: its owner decides, and no word is lost. */
const tooManyReplies: Rule = {
  name: 'too-many-replies',
  check: (_mail, { isFlooded }) => (isFlooded === true ? { outcome: 'hold', because: 'too-many-replies' } : undefined),
};

const accept: FinalRule = { name: 'accept', check: () => ({ outcome: 'accept' }) };

/**
 * Read this table to know what happens to an inbound message; its order is the policy.
 * Reports come before the automatic test because they are automatic too; nothing is said to anybody before the token is
 * known to be ours. What was received before, and what answers a notice, ends there: a mailbox may be read again, and the
 * other side may be a machine that does not say so. Only then does it matter who wrote, and last what.
 */
export const RULES = [
  ownMail,
  complaint,
  deliveryReport,
  automaticResponse,
  noIntent,
  forged,
  notYetKnown,
  duplicate,
  answersNotice,
  noReply,
  expired,
  senderNotProven,
  encrypted,
  empty,
  tooManyReplies,
  accept,
] as const satisfies readonly [...Rule[], FinalRule];
