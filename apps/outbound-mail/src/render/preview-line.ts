import type { Block, Composition } from './blocks.js';
import { bare } from './inserted.js';

/** More than a list of mails shows. */
const LONGEST = 140;
const SHOWN: readonly Block['kind'][] = ['title', 'lead', 'words', 'body'];

/**
 * What a list of mails shows beside the subject: the first words that the subject has not said. A mail that can be answered
 * has none, because the prompt has to be the first line of what its answer quotes, in clients that show hidden text too. A code
 * is never in it: phones show it while they are locked.
 */
export function previewOf({ subject, blocks }: Composition): string {
  if (blocks.some(({ kind }) => kind === 'prompt')) return '';
  const said = bare(subject);
  const texts = blocks.flatMap((block) => (SHOWN.includes(block.kind) && 'text' in block ? [bare(block.text)] : []));
  const news = texts.find((text) => text.trim() !== '' && text !== said) ?? '';
  return [...news.replace(/\s+/g, ' ').trim()].slice(0, LONGEST).join('');
}
