import type { Element } from 'domhandler';
import { huesNamedIn } from '../languages/colours.js';
import { hueOf } from './colour.js';

interface Surroundings {
  readonly isOpened: boolean;
  readonly isInTyped: boolean;
}

/** What tells, in a quote, the words that the person put there from those that are quoted. */
export class TypedInQuote {
  private hues: readonly (readonly [number, number])[] | undefined;
  private hasRenamed = false;

  /** `above` gives what stands above the first quote; it is asked for where something in a quote has a colour. */
  constructor(private readonly above: () => string) {}

  /** Whether the person says above that they answer in a colour. */
  get hasColour(): boolean {
    this.hues ??= huesNamedIn(this.above());
    return this.hues.length > 0;
  }

  /**
   * Whether an element of a quote is the person's, as far as it says. `isOpened`: the quote is all that follows a
   * header of Outlook; `isInTyped`: what it stands in is the person's.
   */
  says(element: Element, { isOpened, isInTyped }: Surroundings): boolean | undefined {
    return isOpened && this.isProof(element) ? true : this.saysByColour(element, isInTyped);
  }

  /** Outlook on the web renames every class of what it quotes, so one of its own that has its name was typed. */
  private isProof({ attribs }: Element): boolean {
    const classes = (attribs['class'] ?? '').slice(0, 1000);
    if (classes === '') return false;
    if (/(?:^| )x_/.test(classes)) this.hasRenamed = true;
    else if (this.hasRenamed) return /(?:^| )elementToProof(?: |$)/.test(classes);
    return false;
  }

  /** "My answers in red": what is red in the quote. Links have colours of their own. What is said above is looked at last. */
  private saysByColour(element: Element, isInTyped: boolean): boolean | undefined {
    if (!mayHaveColour(element) || isLinked(element)) return undefined;
    const hues = coloursOf(element)
      .map(hueOf)
      .filter((hue) => hue !== undefined);
    const shown = hues.filter((hue) => hue !== 'none');
    if (shown.length > 0) return this.hasColour ? shown.some(this.isNamed) : undefined;
    return isInTyped && hues.length > 0 ? false : undefined;
  }

  /** Red lies on both sides of 0 degrees. */
  private readonly isNamed = (hue: number): boolean =>
    this.hues?.some(([from, to]) => (from < to ? hue >= from && hue < to : hue >= from || hue < to)) === true;
}

const COLOURS = /(?:^|[;\s])(?:color|background|background-color)\s*:\s*([^;]{1,40})/gi;

const mayHaveColour = ({ attribs }: Element): boolean =>
  attribs['color'] !== undefined || (attribs['style'] !== undefined && /color|background/i.test(attribs['style']));

/** That of the letters, and the one they are marked with. */
const coloursOf = ({ attribs }: Element): string[] => [
  ...[...(attribs['style'] ?? '').slice(0, 1000).matchAll(COLOURS)].map(([, colour = '']) => colour),
  ...(attribs['color'] === undefined ? [] : [attribs['color']]),
];

/** Letters in a link are in a few elements more. */
const MAX_AROUND = 5;

function isLinked(element: Element): boolean {
  let around: Element['parent'] = element;
  for (let steps = 0; around !== null && steps < MAX_AROUND; steps += 1, around = around.parent)
    if ('name' in around && around.name === 'a') return true;
  return false;
}
