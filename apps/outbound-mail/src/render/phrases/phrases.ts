import type { RejectionReason } from '@replyline/contracts';
import type { Direction, Inserted } from '../inserted.js';
import { ar } from './ar.js';
import { de } from './de.js';
import { en } from './en.js';
import { es } from './es.js';
import { fr } from './fr.js';
import { ja } from './ja.js';
import type { Language } from './languages.js';

type About = (name: Inserted) => string;
type When = (moment: Inserted) => string;
/** A conversation is not always known by its name. */
type Perhaps = (conversation?: Inserted) => string;

/** Everything that mails say of their own, in one language. A phrase that is missing does not compile. */
export interface Phrases {
  readonly direction: Direction;
  readonly cannotBeAnswered: string;
  readonly unsubscribe: string;
  readonly mention: {
    readonly subject: (actor: Inserted, conversation: Inserted) => string;
    readonly lead: (actor: Inserted, conversation: Inserted) => string;
    readonly isPosted: string;
  };
  readonly assignment: {
    readonly subject: About;
    readonly lead: (actor: Inserted, conversation: Inserted) => string;
  };
  readonly replyRejected: {
    readonly subject: Perhaps;
    readonly lead: Perhaps;
    readonly youWrote: string;
    readonly reasons: Readonly<Record<RejectionReason, string>>;
    /** For a reason that is new to this version. */
    readonly otherwise: string;
  };
  readonly replyHeld: {
    readonly subject: Perhaps;
    readonly lead: Perhaps;
    readonly link: string;
    readonly ifNotYours: string;
  };
  readonly event: { readonly link: string; readonly subscribed: About };
  readonly exportCompleted: {
    readonly subject: About;
    readonly lead: About;
    readonly link: string;
    readonly until: When;
  };
  readonly scheduledQuery: {
    readonly succeeded: { readonly subject: About; readonly lead: About };
    readonly failed: { readonly subject: About; readonly lead: About };
    readonly ranAt: When;
    readonly link: string;
    readonly owner: string;
  };
  readonly password: {
    readonly greeting: About;
    readonly oneTime: { readonly subject: string; readonly lead: string };
    readonly choose: { readonly subject: string; readonly lead: string; readonly link: string };
    readonly until: When;
    readonly keepIt: string;
  };
  readonly reminder: { readonly subject: About; readonly due: When; readonly link: string };
  /** The page that the link to unsubscribe leads to. */
  readonly unsubscribePage: {
    readonly ask: { readonly title: string; readonly about: About; readonly yes: string; readonly others: string };
    readonly gone: { readonly title: string; readonly about: About; readonly undo: string };
    readonly back: { readonly title: string; readonly about: About };
    readonly incomplete: { readonly title: string; readonly text: string; readonly unchanged: string };
    readonly later: { readonly title: string; readonly text: string };
  };
  readonly testMail: { readonly subject: string; readonly lead: string; readonly ifSpam: string };
}

export const PHRASES: Readonly<Record<Language, Phrases>> = { en, de, fr, es, ja, ar };
