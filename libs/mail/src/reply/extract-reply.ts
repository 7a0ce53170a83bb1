import { picturesIn } from '../files/pictures-in-text.js';
import { toHtmlDocument } from './document/html-document.js';
import { toTextDocument } from './document/text-document.js';
import type { Evidence, ExtractedReply, ReplyInput } from './extracted-reply.js';
import { personIn } from './own-name.js';
import { readingOf, understand, type Reading, type Understood } from './read-document.js';
import { wordsOf } from './words.js';

/** What two readings that differ are worth less. */
const DISAGREEMENT = 0.15;

/**
 * What the person wrote, apart from the mail it answers.
 *
 * Nothing is lost: what is not in `text` is in `elided`. When in doubt more is kept, and `confidence` says so. The HTML
 * is read where a client left its marks in it, or where there is nothing else; otherwise the plain text, which no
 * client can hide things in. Takes time and memory linear in the message, which is bounded, whatever it holds.
 */
export const extractReply = (input: ReplyInput): ExtractedReply => readReply(input).reply;

/** The same, with the lines that it was read from. */
export function readReply({ mail, sent, knownTail }: ReplyInput): Reading {
  const hasText = (mail.text ?? '').trim() !== '';
  const context = {
    sent,
    knownTail,
    author: (mail.from ?? []).flatMap(({ address, name }) => [address, ...(name === '' ? [] : [personIn(name)])]),
  };
  if (!mail.html) return readingOf(understand(toTextDocument(mail.text ?? ''), context));
  const doc = toHtmlDocument(mail.html, context.author);
  const fromHtml = understand(doc, context);
  const pictures = picturesIn(fromHtml.text);
  if (!hasText) return withPictures(readingOf(fromHtml), pictures);
  const fromText = understand(toTextDocument(mail.text ?? ''), context);
  const leads = doc.fingerprints.size > 0 && doc.rest === '' ? fromHtml : fromText;
  return withPictures(reconcile(leads, leads === fromHtml ? fromText : fromHtml), pictures);
}

const withPictures = (reading: Reading, pictures: readonly string[]): Reading => ({
  ...reading,
  reply: { ...reading.reply, pictures },
});

/** Two forms of one message should say the same. An empty reading gives way to one that is not. */
function reconcile(leading: Understood, other: Understood): Reading {
  const isAgreed = wordsOf(leading.text).join(' ') === wordsOf(other.text).join(' ');
  if (isAgreed) return readingOf(leading);
  const best = readingOf(leading.text === '' || isNote(leading, other) ? other : leading);
  const confidence = Math.max(0, Math.round((best.reply.confidence - DISAGREEMENT) * 100) / 100);
  const evidence: Evidence[] = [...best.reply.evidence, { kind: 'parts-differ', strength: 'weak' }];
  return { ...best, reply: { ...best.reply, confidence, evidence } };
}

/** Of the words of a text that stands for the HTML at least this share is in what is read from it. */
const MIN_SHARED = 1 / 2;

/** Plain text that only says, in whatever language, that the mail has HTML is shown by no client. */
function isNote(leading: Understood, other: Understood): boolean {
  if (leading.doc.isHtml === true || other.text === '' || !/html/i.test(leading.text)) return false;
  const shown = new Set(wordsOf(other.text));
  const words = wordsOf(leading.text);
  return words.filter((word) => shown.has(word)).length < words.length * MIN_SHARED;
}
