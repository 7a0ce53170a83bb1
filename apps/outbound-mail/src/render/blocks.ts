import { PROMPT_IN } from '@replyline/mail';
import { inPlainText } from './inserted.js';
import type { Language } from './phrases/languages.js';
import { PHRASES } from './phrases/phrases.js';

/**
 * What a mail says, before it is text or HTML. Both are made from the same blocks, because a reply is read by aligning
 * what it quotes with what was sent, and clients quote either.
 */
export type Block =
  | { readonly kind: 'prompt' }
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'lead'; readonly text: string }
  /** What a person wrote, line by line: within our mail, or as the whole of it. */
  | { readonly kind: 'words' | 'body'; readonly text: string }
  /** To be copied as it is. */
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  | { readonly kind: 'footer'; readonly text: string }
  /** In small print behind everything else: where its reader unsubscribes. */
  | { readonly kind: 'way-out'; readonly label: string; readonly url: string };

export interface Composition {
  readonly language: Language;
  readonly subject: string;
  readonly blocks: readonly Block[];
}

export function toText({ language, blocks }: Composition): string {
  const { direction } = PHRASES[language];
  return `${blocks.map((block) => inPlainText(asText(block, language), direction)).join('\n\n')}\n`;
}

function asText(block: Block, language: Language): string {
  switch (block.kind) {
    case 'prompt':
      return PROMPT_IN[language];
    case 'link':
    case 'way-out':
      return `${block.label}\n${block.url}`;
    case 'footer':
      return `--\n${block.text}`;
    case 'title':
    case 'lead':
    case 'words':
    case 'body':
    case 'code':
      return block.text.trimEnd();
  }
}
