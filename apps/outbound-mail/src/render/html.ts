import { isWebLink } from '@replyline/contracts';
import { PROMPT_IN } from '@replyline/mail';
import type { Block, Composition } from './blocks.js';
import { bare, inHtml, type Direction } from './inserted.js';
import { LOOKS, STYLE_SHEET } from './looks.js';
import type { Language } from './phrases/languages.js';
import { PHRASES } from './phrases/phrases.js';
import { previewOf } from './preview-line.js';

/** The language that the mail is in, and the direction that its sentences and its edges have. */
interface Page {
  readonly language: Language;
  readonly direction: Direction;
}

/**
 * Outlook lays out with Word: tables and inline styles are what survives, and of the width only what stands in an attribute,
 * in a table that others do not see. What a style sheet adds is for the dark, and may be lost.
 */
export function toHtml({ language, subject, blocks }: Composition): string {
  const { direction } = PHRASES[language];
  const page = { language, direction };
  return `<!DOCTYPE html>
<html lang="${language}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>${escapeHtml(bare(subject))}</title>
<style>${STYLE_SHEET}</style></head>
<body dir="${direction}" class="page" style="margin:0;padding:0;${LOOKS.page}">
${hidden(previewOf({ language, subject, blocks }))}<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" border="0" style="${LOOKS.page}"><tr><td align="center" style="padding:16px 8px">
<!--[if mso]><table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0"><tr><td><![endif]-->
<table role="presentation" class="card" dir="${direction}" width="100%" cellpadding="0" cellspacing="0" border="0" style="max-width:600px;${LOOKS.card}"><tr><td style="padding:20px 24px">
<table role="presentation" dir="${direction}" width="100%" cellpadding="0" cellspacing="0" border="0">
${blocks.map((block) => row(block, page)).join('\n')}
</table>
</td></tr></table>
<!--[if mso]></td></tr></table><![endif]-->
</td></tr></table>
</body></html>
`;
}

/** What a list of mails shows beside the subject; `mso-hide` is for Outlook. */
const hidden = (text: string): string =>
  text === '' ? '' : `<div style="display:none;mso-hide:all;${LOOKS.unseen}">${escapeHtml(text)}</div>\n`;

function row(block: Block, { language, direction }: Page): string {
  const edge = direction === 'rtl' ? 'right' : 'left';
  const inside = content(block, language);
  if (block.kind === 'words') return `<tr><td style="${LOOKS.aroundWords}">${quoted(inside, edge)}</td></tr>`;
  const { as, style } = LOOKS[block.kind];
  const side = block.kind === 'body' ? OF_A_PERSON : `align="${edge}"`;
  return `<tr><td class="${as}" ${side} style="${LOOKS.font};${style}">${inside}</td></tr>`;
}

/** Nobody knows what language a person writes in, so the mail does not say. */
const OF_A_PERSON = 'dir="auto" lang=""';

const quoted = (inside: string, edge: 'left' | 'right'): string =>
  `<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="${LOOKS.words.as}" ${OF_A_PERSON} style="${LOOKS.font};${LOOKS.words.style};border-${edge}:3px solid #9ca3af">${inside}</td></tr></table>`;

function content(block: Block, language: Language): string {
  switch (block.kind) {
    case 'prompt':
      return escapeHtml(PROMPT_IN[language]);
    case 'link':
      return link(block.label, block.url);
    case 'way-out':
      return smallLink(block.label, block.url);
    case 'code':
      return `<bdi dir="ltr">${escapeHtml(block.text)}</bdi>`;
    case 'words':
    case 'body':
      return lines(block.text.trimEnd());
    case 'title':
    case 'lead':
    case 'footer':
      return inHtml(lines(block.text.trimEnd()));
  }
}

/** Where it leads can be read too, and copied from a client that shows no links. */
function link(label: string, url: string): string {
  const target = escapeHtml(url);
  if (!isWebLink(url)) return `${escapeHtml(label)}<br><bdi dir="ltr">${target}</bdi>`;
  return `<table role="presentation" cellpadding="0" cellspacing="0" border="0"><tr><td class="button" bgcolor="#1d4ed8" style="${LOOKS.button}"><a href="${target}" style="${LOOKS.font};${LOOKS.buttonText}">${escapeHtml(label)}</a></td></tr></table>
<div dir="ltr" align="left" style="padding:8px 0 0 0"><a class="dim" href="${target}" style="${LOOKS.address}">${target}</a></div>`;
}

/** What is long and means nothing to a reader need not be read. */
const smallLink = (label: string, url: string): string =>
  isWebLink(url)
    ? `<a class="dim" href="${escapeHtml(url)}" style="${LOOKS.address}">${escapeHtml(label)}</a>`
    : escapeHtml(label);

/** Line breaks and indentation stay visible, in clients that ignore `white-space` too. */
const lines = (text: string): string =>
  escapeHtml(text)
    .replace(/\t/g, '    ')
    .replace(/ {2}/g, '&nbsp; ')
    .replace(/ {2}/g, ' &nbsp;')
    .replace(/^ /gm, '&nbsp;')
    .replace(/\r\n|\r|\n/g, '<br>\n');

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => ENTITIES[character]!);
