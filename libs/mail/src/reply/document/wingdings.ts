import { isTag, isText, type AnyNode, type Element } from 'domhandler';

/** What Outlook makes of `:)`, `-->` and the like while somebody types: a letter in a font whose letters are pictures. */
const PICTURES: Readonly<Record<string, string>> = {
  J: '🙂',
  K: '😐',
  L: '🙁',
  à: '→',
  è: '➔',
  ß: '←',
  ç: '⇐',
  ó: '⇔',
  ü: '✓',
  û: '✗',
};

/** Fonts stand around fonts. */
const MAX_NESTED = 4;

/** The picture that an element shows as a letter of Wingdings; undefined for every other element. */
export function wingdingOf(element: Element): string | undefined {
  const { style, face } = element.attribs;
  const isInFont = isWingdings(style) || isWingdings(face);
  return isInFont ? PICTURES[onlyTextOf(element).trim()] : undefined;
}

const isWingdings = (font: string | undefined): boolean => font !== undefined && /wingdings/i.test(font.slice(0, 500));

/** The text of an element that has nothing else. */
function onlyTextOf(element: Element): string {
  let node: AnyNode | undefined = element;
  for (let nested = 0; nested < MAX_NESTED && node && isTag(node) && node.children.length === 1; nested += 1)
    node = node.children[0];
  return node && isText(node) ? node.data : '';
}
