import type { Block } from './blocks.js';

interface Look {
  /** Its class in the style sheet for the dark. */
  readonly as: 'ink' | 'dim' | 'words' | 'dim line';
  readonly style: string;
}

const TEXT = 'font-size:15px;line-height:1.5;color:#111827;word-break:break-word;overflow-wrap:break-word';
const SMALL = 'font-size:12px;line-height:1.5;color:#6b7280';

/** By the direction of that line. */
const EACH_LINE = 'text-align:start;unicode-bidi:plaintext';

/** How each thing looks in the light. */
export const LOOKS = {
  font: 'font-family:Segoe UI,Helvetica,Arial,sans-serif',
  page: 'background-color:#f3f4f6',
  card: 'background-color:#ffffff;border:1px solid #e5e7eb;border-radius:8px',
  unseen: 'max-height:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px',
  button: 'background-color:#1d4ed8;border-radius:6px',
  buttonText:
    'display:inline-block;padding:10px 18px;font-size:15px;font-weight:600;line-height:1.3;color:#ffffff;text-decoration:none',
  address: `${SMALL};text-decoration:underline;word-break:break-all`,
  prompt: { as: 'dim', style: `${SMALL};padding:0 0 16px 0` },
  title: { as: 'ink', style: `${TEXT};font-size:17px;font-weight:600;padding:0 0 12px 0` },
  lead: { as: 'ink', style: `${TEXT};padding:0 0 12px 0` },
  words: { as: 'words', style: `${TEXT};${EACH_LINE};padding:12px 16px;background-color:#f3f4f6` },
  body: { as: 'ink', style: `${TEXT};${EACH_LINE};padding:0 0 12px 0` },
  aroundWords: 'padding:0 0 16px 0',
  code: {
    as: 'ink',
    style: `${TEXT};font-family:Consolas,Menlo,monospace;font-size:22px;padding:4px 0 16px 0`,
  },
  link: { as: 'ink', style: `${TEXT};padding:4px 0 16px 0` },
  'way-out': { as: 'dim', style: `${SMALL};padding:8px 0 0 0` },
  footer: { as: 'dim line', style: `${SMALL};padding:12px 0 0 0;border-top:1px solid #e5e7eb` },
} as const satisfies Record<Block['kind'], Look> & Record<string, Look | string>;

/** In the dark, for clients that say that it is. It has to be stronger than what stands inline. */
export const STYLE_SHEET = `:root{color-scheme:light dark;supported-color-schemes:light dark}
@media (prefers-color-scheme:dark){
.page{background-color:#0b0f19!important}
.card{background-color:#1a2130!important;border-color:#374151!important}
.ink{color:#f3f4f6!important}
.line{border-color:#374151!important}
.dim{color:#a3acba!important}
.words{color:#f3f4f6!important;background-color:#0f1623!important;border-color:#6b7280!important}
.button{background-color:#2563eb!important}
}`;
