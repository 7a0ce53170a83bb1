export const MAILBOX_STATES = ['reading', 'waiting', 'unhealthy', 'not-read'] as const;
export type MailboxState = (typeof MAILBOX_STATES)[number];

/** What is known of a mailbox. */
export interface MailboxFacts {
  readonly isEnabled: boolean;
  /** Whether an instance holds it just now. */
  readonly isHeld: boolean;
  readonly trouble: string | null;
  readonly troubleSince: Date | null;
  readonly readAt: Date | null;
}

type Row = readonly [state: MailboxState, applies: (facts: MailboxFacts) => boolean];

/** From the top: what an operator has to do something about comes before what mends itself. */
const TABLE: readonly Row[] = [
  ['not-read', ({ isEnabled }) => !isEnabled],
  ['unhealthy', ({ trouble }) => trouble !== null],
  ['waiting', ({ isHeld }) => !isHeld],
  ['waiting', ({ readAt }) => readAt === null],
];

/** How it is with a mailbox. `waiting`: nobody reads it yet, or an instance is about to. */
export const stateOf = (facts: MailboxFacts): MailboxState =>
  TABLE.find(([, applies]) => applies(facts))?.[0] ?? 'reading';
