import type { LabelledLine } from '@replyline/mail/reading';
import type { Explanation } from './explain-mail.js';

/** What is written on the line that opens a stretch. */
const TITLES: Readonly<Record<LabelledLine['label'], string>> = {
  own: 'the reply',
  quote: 'quote',
  furniture: 'added by a client',
  signature: 'signature',
  unread: 'beyond the limits, not read',
};
/** The reply stands out; everything else is behind a bar. */
const MARGINS: Readonly<Record<LabelledLine['label'], string>> = {
  own: '  ',
  quote: '  │ ',
  furniture: '  ┆ ',
  signature: '  ┊ ',
  unread: '  ? ',
};
const WIDTH = 72;

/** An explanation for people: the facts, then the message with a line wherever something else begins. */
export function pretty(it: Explanation, lines: readonly LabelledLine[]): string {
  const evidence = it.reply.evidence.map(
    ({ kind, strength, detail }) => `${kind}, ${strength}${detail === undefined ? '' : `: ${detail}`}`,
  );
  const purpose = it.purpose ? `, for ${it.purpose}` : '';
  const facts = [
    `  verdict     ${it.verdict}`,
    `  decided by  ${it.decidedBy}`,
    `  intent      ${it.intent}${purpose}`,
    ...(it.hint === undefined ? [] : [`  hint        ${it.hint}`]),
    ...(it.encryption === undefined ? [] : [`  encrypted   ${it.encryption}: no key here opens it`]),
    `  confidence  ${it.reply.confidence}`,
    ...evidence.map((text, at) => (at === 0 ? `  evidence    ${text}` : `              ${text}`)),
  ];
  return [it.file, ...facts, '', ...drawn(lines), ''].join('\n');
}

function drawn(lines: readonly LabelledLine[]): string[] {
  return stretches(lines).flatMap(({ label, texts }) => [
    `── ${TITLES[label]} `.padEnd(WIDTH, '─'),
    ...texts.map((text) => `${MARGINS[label]}${printable(text)}`.trimEnd()),
  ]);
}

function stretches(lines: readonly LabelledLine[]): { label: LabelledLine['label']; texts: string[] }[] {
  const found: { label: LabelledLine['label']; texts: string[] }[] = [];
  for (const { label, text } of lines) {
    const last = found.at(-1);
    // A blank line opens nothing.
    if (last && (last.label === label || text.trim() === '')) last.texts.push(text);
    else found.push({ label, texts: [text] });
  }
  return found;
}

/** What a stranger wrote must not steer the terminal that it is shown on, and a token posts for whoever has it. */
const printable = (text: string): string =>
  text
    .replace(/(?<![a-z2-7])[a-z2-7]{40}(?![a-z2-7])/gi, '(token)')
    .replace(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu, '·');
