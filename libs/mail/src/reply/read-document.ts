import { align } from './alignment.js';
import { answersIn } from './answers.js';
import { apartFromAttribution } from './apart-from-attribution.js';
import { apartFromPrompt } from './apart-from-prompt.js';
import { bannersInQuote } from './banners.js';
import type { Boundary, Sent, Span } from './boundary.js';
import { confidenceOf } from './confidence.js';
import { decide, type Decision } from './decide.js';
import { isBlank, type Doc } from './document/line.js';
import { fenced, type ShownLine } from './document/fenced.js';
import { escaped, escapedStart } from './document/markdown.js';
import type { Evidence, ExtractedReply, SentMail } from './extracted-reply.js';
import { FINDERS } from './finders/finders.js';
import { hasOwn, type Label } from './label.js';
import { remainderOf } from './remainder.js';
import { settleFooters } from './settle-footers.js';
import { maskOf } from './spans.js';

/** What is known besides the message itself. */
export interface Context {
  readonly sent?: SentMail | undefined;
  /** From of the message: addresses and names. */
  readonly author?: readonly string[];
  readonly knownTail?: readonly string[] | undefined;
}

/** A reply, and whose each line of the form is that it was read from. */
export interface Reading {
  readonly reply: ExtractedReply;
  readonly doc: Doc;
  readonly labels: readonly Label[];
}

/** One form of the message, and what the person wrote in it. */
export interface Understood {
  readonly doc: Doc;
  readonly text: string;
  readonly sent: Sent | undefined;
  readonly boundaries: readonly Boundary[];
  readonly decision: Decision;
  /** What was not looked at is all that there is. */
  readonly isRestOwn: boolean;
  readonly isEmpty: boolean;
}

/** Finds the reply in one form of the message. The rest of what there is to say of it is for `readingOf`. */
export function understand(read: Doc, context: Context = {}): Understood {
  const found = foundIn(apartFromPrompt(read), context);
  const apart = apartFromAttribution(found.doc, found.boundaries);
  return understood(apart ? foundIn(apart, context) : found, context);
}

/** What the finders see in one form of the message. */
type Found = Pick<Understood, 'doc' | 'sent' | 'boundaries'>;

function foundIn(doc: Doc, { sent: sentMail }: Context): Found {
  const sent = sentMail && { ...sentMail, alignment: align(doc, sentMail) };
  const found = settleFooters(
    doc,
    FINDERS.flatMap((find) => find(doc, sent) ?? []),
  );
  return { doc, sent, boundaries: [...found, ...bannersInQuote(doc, found, sent)] };
}

function understood({ doc, sent, boundaries }: Found, { author, knownTail }: Context): Understood {
  const decision = decide(doc, boundaries, { sent, author, knownTail });
  const isEmpty = !hasOwn(doc, decision.labels);
  // Blank lines beyond count, and then a word: what was not looked at is kept where nothing says that it is quote.
  const isRestOwn = isEmpty && boundaries.length === 0 && doc.rest !== '';
  const text = isRestOwn ? restText(doc) : ownText(doc, decision);
  return { doc, text, sent, boundaries, decision, isRestOwn, isEmpty };
}

/** Of two forms that say the same, one is enough. */
export function readingOf({ doc, text, sent, boundaries, decision, isRestOwn, isEmpty }: Understood): Reading {
  const evidence = evidenceOf(boundaries, decision);
  const reply: ExtractedReply = {
    text,
    elided: elidedText(isRestOwn ? { ...doc, rest: '' } : doc, decision),
    answers: answersIn(doc, decision.labels, (from, to) => ownText(doc, decision, { from, to })),
    remainder: remainderOf(doc, decision.labels, sent?.alignment),
    tail: decision.tail,
    confidence: confidenceOf({
      evidence,
      isEmpty,
      isLastResort: decision.isLastResort,
      hasInlineAnswers: decision.inlineLines > 0,
      hasUnreadRest: doc.rest !== '',
      sentIsKnown: sent !== undefined,
    }),
    evidence,
    isCut: !isRestOwn && isCut(doc, decision),
  };
  return { reply, doc, labels: decision.labels };
}

/** What was not looked at goes on with what stands above it: below a quote it is more quote. */
const isCut = ({ lines, rest }: Doc, { labels }: Decision): boolean =>
  rest !== '' && ['own', 'signature'].includes(labels[lines.findLastIndex((line) => !isBlank(line))] ?? '');

/** What was not read line by line, as text. */
const restText = ({ rest, isHtml }: Doc): string =>
  isHtml ? rest.trim().split('\n').map(asMarkdown).join('\n') : rest.trim();

const asMarkdown = (line: string): string => escapedStart(escaped(line));

function evidenceOf(boundaries: readonly Boundary[], { signatures, inlineLines }: Decision): Evidence[] {
  const quotes = boundaries.map(({ kind, strength, detail }) => ({
    kind,
    strength,
    ...(detail !== undefined && { detail }),
  }));
  const signed = signatures.map(({ kind, strength }) => ({ kind: 'signature', strength, detail: kind }));
  const inline: Evidence[] =
    inlineLines > 0 ? [{ kind: 'inline-answers', strength: 'medium', detail: `${inlineLines} lines` }] : [];
  return [...quotes, ...inline, ...signed];
}

/** Stretches that were apart become paragraphs of their own. */
function ownText(
  { lines, isHtml }: Doc,
  { labels, cited }: Decision,
  within: Span = { from: 0, to: lines.length },
): string {
  const kept: ShownLine[] = [];
  let isApart = false;
  const isCited = maskOf(cited, lines.length);
  lines.forEach((line, index) => {
    if (index < within.from || index >= within.to) return;
    if (labels[index] !== 'own') isApart ||= !isBlank(line);
    else if (!isBlank(line)) {
      if (isApart) beginParagraph(kept);
      isApart = false;
      if (isCited[index] === 1 && !isHtml) kept.push({ prefix: '', text: line.raw.trimStart() });
      else {
        const depth = line.indent + (isCited[index] === 1 ? line.depth : 0);
        kept.push({ prefix: '> '.repeat(depth), text: line.markdown ?? line.text, block: line.block });
      }
    } else if (!isApart) kept.push({ prefix: '> '.repeat(line.indent), text: '', block: line.block });
  });
  return fenced(kept).join('\n').trim();
}

/** One blank line, however many there are. */
function beginParagraph(kept: ShownLine[]): void {
  while (isEmpty(kept.at(-1))) kept.pop();
  if (kept.length > 0) kept.push({ prefix: '', text: '' });
}

const isEmpty = (line: ShownLine | undefined): boolean => line?.text === '' && line.prefix === '';

function elidedText({ lines, rest }: Doc, { labels }: Decision): string {
  const raw = lines.filter((_line, index) => labels[index] !== 'own').map((line) => line.raw);
  return [...raw, ...(rest === '' ? [] : [rest])].join('\n').replace(/^\n+/, '').trimEnd();
}
