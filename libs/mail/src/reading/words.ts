/** What a part of a message says, in the forms that it says it in. */
export interface Words {
  readonly text?: string;
  readonly html?: string;
}

export const isSaid = (words: string | undefined): words is string => words !== undefined && words.trim() !== '';
export const isSilent = ({ text, html }: Words): boolean => !isSaid(text) && !isSaid(html);

/** Forms of the same (RFC 2046 §5.1.4): the first text and the last HTML that say anything. */
export function oneOf(forms: readonly Words[]): Words {
  const text = forms.map((form) => form.text).find(isSaid);
  const html = forms.map((form) => form.html).findLast(isSaid);
  return { ...(text !== undefined && { text }), ...(html !== undefined && { html }) };
}

/**
 * One after the other. A form of the whole holds every part of it: text that has no HTML is put into the HTML, and where a
 * part has only HTML there is no text of the whole.
 */
export function inSequence(all: readonly Words[]): Words {
  const said = all.filter((words) => !isSilent(words));
  if (said.length === 0) return {};
  if (said.length === 1) return oneOf(said);
  if (isOneTwice(said)) return oneOf(said);
  const texts = said.map(({ text }) => text).filter(isSaid);
  const hasHtml = said.some(({ html }) => isSaid(html));
  return {
    ...(texts.length === said.length && { text: texts.join('\n') }),
    ...(hasHtml && { html: said.map(({ text, html }) => (isSaid(html) ? html : asHtml(text!))).join('<br>\n') }),
  };
}

/** Some programs write the forms of a text one after the other, and do not say that they are forms. */
function isOneTwice(said: readonly Words[]): boolean {
  const [first, second] = said;
  if (said.length !== 2 || isSaid(first!.html) || isSaid(second!.text)) return false;
  const letters = (text: string): string => text.replace(/[^\p{L}\p{N}]/gu, '');
  const [text, html] = [letters(first!.text!), letters(second!.html!.replace(/<[^<>]*>/g, ' '))];
  return text !== '' && html.includes(text);
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

const asHtml = (text: string): string =>
  `<div>${text
    .trim()
    .replace(/[&<>]/g, (character) => ENTITIES[character]!)
    .replace(/\r?\n/g, '<br>\n')}</div>`;
