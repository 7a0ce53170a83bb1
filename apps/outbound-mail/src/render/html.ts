import { PROMPT } from '@replyline/mail';
import type { Block } from './blocks.js';

const FONT = 'font-family:Segoe UI,Helvetica,Arial,sans-serif';

/** Outlook lays out with Word: tables and inline styles are what survives. */
export const toHtml = (blocks: readonly Block[]): string =>
  `<!DOCTYPE html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;padding:0;background-color:#ffffff">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td align="left" style="padding:16px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" border="0" style="max-width:600px">
${blocks.map(row).join('\n')}
</table>
</td></tr></table>
</body></html>
`;

const STYLE: Record<Block['kind'], string> = {
  prompt: 'font-size:12px;color:#6b7280;padding:0 0 16px 0',
  lead: 'font-size:15px;color:#111827;padding:0 0 12px 0',
  words: 'font-size:15px;color:#111827;padding:12px 16px;background-color:#f3f4f6;border-left:3px solid #9ca3af',
  link: 'font-size:15px;color:#111827;padding:16px 0 4px 0',
  footer: 'font-size:12px;color:#6b7280;padding:16px 0 0 0',
};

const row = (block: Block): string =>
  `<tr><td style="${FONT};line-height:1.45;${STYLE[block.kind]}">${content(block)}</td></tr>`;

function content(block: Block): string {
  switch (block.kind) {
    case 'prompt':
      return escapeHtml(PROMPT);
    case 'link':
      return `${escapeHtml(block.label)}:<br><a href="${escapeHtml(block.url)}">${escapeHtml(block.url)}</a>`;
    case 'footer':
      return `--<br>${lines(block.text)}`;
    case 'lead':
    case 'words':
      return lines(block.text.trimEnd());
  }
}

/** Line breaks and indentation stay visible, in clients that ignore `white-space` too. */
const lines = (text: string): string =>
  escapeHtml(text)
    .replace(/ {2}/g, '&nbsp; ')
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
