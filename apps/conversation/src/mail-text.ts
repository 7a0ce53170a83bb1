import { beginningInJson, octetsInJson } from '@replyline/mail/text';

/** An event may have 256 KB. The rest is for everything in it that is not the text. */
const MAX_BYTES = 240 * 1024;
const CUT = '\n[…]';

/**
 * A text as an event for a mail can carry it. Hardly any is cut: what comes over HTTP is shorter, and what comes by mail
 * was carried by an event already. Nothing is lost, because the whole text stands in the post or with the raw mail.
 */
export const mailText = (text: string, maxBytes = MAX_BYTES): string =>
  octetsInJson(text) <= maxBytes ? text : beginningInJson(text, maxBytes - octetsInJson(CUT)) + CUT;
