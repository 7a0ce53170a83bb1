import type { Finder } from '../boundary.js';
import { alignmentFinder } from './alignment.js';
import { attributionFinder } from './attribution.js';
import { containerFinder } from './container.js';
import { envelopeFinder } from './envelope.js';
import { footerFinder } from './footer.js';
import { headerBlockFinder } from './header-block.js';
import { hiddenFinder } from './hidden.js';
import { promptFinder } from './prompt.js';
import { quotePrefixFinder } from './quote-prefix.js';
import { separatorFinder } from './separator.js';

/** Everything that is looked for, surest first. They do not know each other: what they say together is for `decide`. */
export const FINDERS: readonly Finder[] = [
  alignmentFinder,
  promptFinder,
  containerFinder,
  headerBlockFinder,
  separatorFinder,
  envelopeFinder,
  attributionFinder,
  quotePrefixFinder,
  footerFinder,
  hiddenFinder,
];
