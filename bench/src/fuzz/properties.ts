import { extractReply, readMessage } from '@replyline/mail/reading';
import type { ReplyInput, SentMail } from '@replyline/mail';
import fc from 'fast-check';
import { anyHtml, openHtml, raws, texts } from './mails.js';
import { SENT } from './pieces.js';

/** One mail, in the form that a file can keep. */
export type Input =
  | { readonly kind: 'raw'; readonly base64: string; readonly isSentKnown: boolean }
  | { readonly kind: 'text' | 'open-html' | 'html'; readonly body: string; readonly isSentKnown: boolean };

const sentIsKnown = fc.boolean();
const ofKind = (kind: 'text' | 'open-html' | 'html', bodies: fc.Arbitrary<string>): fc.Arbitrary<Input> =>
  fc.tuple(bodies, sentIsKnown).map(([body, isSentKnown]) => ({ kind, body, isSentKnown }));

export const inputs: fc.Arbitrary<Input> = fc.oneof(
  { weight: 4, arbitrary: ofKind('text', texts) },
  { weight: 2, arbitrary: ofKind('open-html', openHtml) },
  { weight: 1, arbitrary: ofKind('html', anyHtml) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(raws, sentIsKnown)
      .map(([raw, isSentKnown]): Input => ({ kind: 'raw', base64: raw.toString('base64'), isSentKnown })),
  },
);

/**
 * Longer than this on what is some kilobytes is a hang, if it takes as long again: a machine may have stopped for
 * something else.
 */
const MAX_MS = 1_000;
const TRIES = 3;

/** Throws what is wrong with how a mail is read: that it throws, hangs, loses a word, or says what was not written. */
export async function check(input: Input): Promise<void> {
  let took = Infinity;
  for (let tries = 0; took > MAX_MS && tries < TRIES; tries += 1) {
    const began = performance.now();
    await checkOnce(input);
    took = performance.now() - began;
  }
  if (took > MAX_MS) throw new Error(`it took ${Math.round(took)} ms`);
}

async function checkOnce(input: Input): Promise<void> {
  const sent = input.isSentKnown ? { sent: SENT } : {};
  if (input.kind === 'raw') await checkRaw(Buffer.from(input.base64, 'base64'), sent);
  else if (input.kind === 'text') checkText(input.body, sent);
  else checkHtml(input.body, sent, input.kind === 'open-html');
}

type Known = { readonly sent?: SentMail };

async function checkRaw(raw: Buffer, sent: Known): Promise<void> {
  const mail = await readMessage(raw).catch(unreadable);
  if (!mail) return;
  extract({ mail, ...sent });
  if (mail.text !== undefined) checkText(mail.text, sent);
}

function unreadable(error: unknown): undefined {
  if ((error as { code?: string }).code !== 'mail.unreadable') throw error;
}

function extract(input: ReplyInput): { text: string; elided: string } {
  const reply = extractReply(input);
  if (!(reply.confidence >= 0 && reply.confidence <= 1)) throw new Error(`confidence is ${reply.confidence}`);
  return reply;
}

/** Each word as often as it was written, and those of the reply in the order in which they were. */
function checkText(text: string, sent: Known): void {
  const { text: kept, elided } = extract({ mail: { text }, ...sent });
  const written = wordsIn(text);
  const seen = [...wordsIn(kept), ...wordsIn(elided)];
  const lost = difference(written, seen);
  const added = difference(seen, written);
  if (lost.length > 0) throw new Error(`lost: ${lost.join(' ')}`);
  if (added.length > 0) throw new Error(`added: ${added.join(' ')}`);
  if (!isSubsequence(wordsIn(kept), written)) throw new Error('the reply has another order');
}

/** Words that were written as text are read somewhere, whatever the elements around them are. */
function checkHtml(html: string, sent: Known, isOpen: boolean): void {
  const { text, elided } = extract({ mail: { html }, ...sent });
  if (!isOpen) return;
  const lost = difference(html.match(MARKER) ?? [], `${text}\n${elided}`.match(MARKER) ?? []);
  if (lost.length > 0) throw new Error(`lost: ${lost.join(' ')}`);
}

/** What the generators say, and nothing else does. */
const MARKER = /w\d{1,4}x/g;
const INVISIBLE = /[\u00ad\u200b\u2060\ufeff]/g;

/** Runs of letters and digits, by a definition of its own: the one under test may be wrong. */
const wordsIn = (text: string): string[] => text.replace(INVISIBLE, '').match(/[\p{L}\p{N}]+/gu) ?? [];

function difference(words: readonly string[], others: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const word of others) left.set(word, (left.get(word) ?? 0) + 1);
  return words.filter((word) => {
    const count = left.get(word) ?? 0;
    left.set(word, count - 1);
    return count <= 0;
  });
}

function isSubsequence(part: readonly string[], whole: readonly string[]): boolean {
  let at = 0;
  for (const word of whole) if (part[at] === word) at += 1;
  return at === part.length;
}
