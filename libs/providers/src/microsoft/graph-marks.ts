import { Failure } from '@replyline/errors';
import type { Marking } from '../imap/mailbox-connection.js';
import { inWordsOfReading, isForbidden, isLater, replyCodeOf, wantedPauseMs } from './graph-reading-errors.js';
import { MOST_REQUESTS } from './graph.js';
import { inLanes } from './in-lanes.js';

/** Each keeps what is new waiting: so many that are not marked are enough for one time. */
const MOST_UNMARKED = 3;
/** So often Graph answers of one message that it is busy, before that counts as a refusal. */
const MOST_TRIES = 5;
/** When what Graph was too busy to mark is asked for again, where it does not say itself. */
const LATER_MS = 30_000;

/** How Graph is asked. */
interface Asked {
  /** Once. Throws a `provider.*` Failure. */
  readonly markOne: (id: string) => Promise<void>;
  readonly knows: (id: string) => Promise<boolean>;
  readonly mayBeOfMail: (error: unknown) => boolean;
  /** A token says what was allowed when it was given. */
  readonly renewToken: () => Promise<void>;
}

type Outcome = 'marked' | 'refused' | 'later' | 'forbidden';
type Outcomes = Readonly<Record<Outcome, string[]>>;

/** Marks messages as read. What Graph wants to be asked later is asked later, and nobody waits for it. */
export class GraphMarks {
  /** How often Graph has said so of a message. */
  private readonly late = new Map<string, number>();
  /** Graph has said when it may be asked again. */
  private notBefore = 0;
  /** When something that is not marked is to be asked for again. */
  private owedAt = Infinity;
  private wasForbidden = false;

  constructor(private readonly graph: Asked) {}

  /** Throws, in the words of reading, what says nothing of a message. */
  async mark(ids: readonly string[]): Promise<Marking> {
    const outcomes: Outcomes = { marked: [], refused: [], later: [], forbidden: [] };
    if (this.wasForbidden) await this.graph.renewToken().catch(inWords);
    await inLanes(this.latestLast(ids), MOST_REQUESTS, async (id) => {
      if (!this.isEnough(outcomes)) outcomes[await this.markOne(id)].push(id);
    });
    if (this.isPaused()) this.owedAt = this.notBefore;
    else if (outcomes.later.length > 0) this.owedAt = Date.now() + LATER_MS;
    return this.markingOf(outcomes);
  }

  /** How long until something is to be marked that was not; asked once. */
  owedInMs(): number {
    const { owedAt } = this;
    this.owedAt = Infinity;
    return Math.max(0, owedAt - Date.now());
  }

  private async markOne(id: string): Promise<Outcome> {
    try {
      await this.graph.markOne(id);
      this.late.delete(id);
      return 'marked';
    } catch (error) {
      const outcome = this.outcomeOf(id, error);
      // Where Graph does not say at the same moment that the message is there, it is no message's doing.
      if (outcome === 'later' || (outcome && (await this.graph.knows(id)))) return outcome;
      throw inWordsOfReading(error);
    }
  }

  private outcomeOf(id: string, error: unknown): Outcome | undefined {
    if (isLater(error)) return this.later(id, error);
    if (isForbidden(error)) return 'forbidden';
    return this.graph.mayBeOfMail(error) && replyCodeOf(error) !== undefined ? 'refused' : undefined;
  }

  private later(id: string, error: Failure): Outcome {
    this.notBefore = Math.max(this.notBefore, Date.now() + (wantedPauseMs(error) ?? 0));
    if (error.code === 'provider.throttled') return 'later';
    const times = (this.late.get(id) ?? 0) + 1;
    this.late.set(id, times % MOST_TRIES);
    return times === MOST_TRIES ? 'refused' : 'later';
  }

  private latestLast(ids: readonly string[]): string[] {
    const lateness = (id: string) => this.late.get(id) ?? 0;
    return ids.toSorted((one, other) => lateness(one) - lateness(other));
  }

  private isEnough({ refused, later, forbidden }: Outcomes): boolean {
    return this.isPaused() || refused.length + later.length + forbidden.length >= MOST_UNMARKED;
  }

  private isPaused(): boolean {
    return Date.now() < this.notBefore;
  }

  /** One that is forbidden beside others that are marked is refused; else it is who reads that may mark nothing. */
  private markingOf({ marked, refused, forbidden }: Outcomes): Marking {
    const isForbidden = marked.length === 0 && forbidden.length > 0;
    if (isForbidden || marked.length > 0) this.wasForbidden = isForbidden;
    if (!isForbidden) return { marked, refused: [...refused, ...forbidden] };
    return { marked, refused, forbidden: new Failure('mailbox.not_marked', { missing: 'Mail.ReadWrite' }) };
  }
}

function inWords(error: unknown): never {
  throw inWordsOfReading(error);
}
