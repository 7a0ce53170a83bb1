import { isTag, isText, type AnyNode, type Element } from 'domhandler';

/** Enough to see how something begins. */
const MAX_VISITED = 40;

/** The beginning of the text in an element, without visiting more than a few nodes. */
export function textStart(element: Element): string {
  const pending: AnyNode[] = [element];
  let text = '';
  for (let visited = 0; visited < MAX_VISITED && pending.length > 0 && text.length < 100; visited += 1) {
    const node = pending.pop()!;
    if (isText(node)) text += node.data.slice(0, 200);
    else if (isTag(node)) pending.push(...node.children.slice(0, MAX_VISITED).reverse());
  }
  return text.trim();
}
