import { PROMPT } from '@replyline/mail';

/**
 * What a mail says, before it is text or HTML. Both are made from the same blocks, because a reply is read by aligning
 * what it quotes with what was sent, and clients quote either.
 */
export type Block =
  | { readonly kind: 'prompt' }
  | { readonly kind: 'lead'; readonly text: string }
  /** What a person wrote, line by line. */
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'link'; readonly label: string; readonly url: string }
  | { readonly kind: 'footer'; readonly text: string };

export interface Composition {
  readonly subject: string;
  readonly blocks: readonly Block[];
}

export const toText = (blocks: readonly Block[]): string => `${blocks.map(asText).join('\n\n')}\n`;

function asText(block: Block): string {
  switch (block.kind) {
    case 'prompt':
      return PROMPT;
    case 'link':
      return `${block.label}:\n${block.url}`;
    case 'footer':
      return `--\n${block.text}`;
    case 'lead':
    case 'words':
      return block.text.trimEnd();
  }
}
