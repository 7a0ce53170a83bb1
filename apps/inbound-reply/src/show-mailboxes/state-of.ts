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
  /** Its server has said that it wants to be asked nothing for a while, which is not over. */
  readonly isTold: boolean;
}

type Row = readonly [state: MailboxState, applies: (facts: MailboxFacts) => boolean];

/** From the top: what an operator has to do something about comes before what mends itself. */
const TABLE: readonly Row[] = [
  ['not-read', ({ isEnabled }) => !isEnabled],
  ['unhealthy', ({ trouble }) => trouble !== null],
  ['waiting', ({ isHeld }) => !isHeld],
  ['waiting', ({ readAt }) => readAt === null],
  ['waiting', ({ isTold }) => isTold],
];

/** How it is with a mailbox. `waiting`: nobody reads it yet, an instance is about to, or it was told to wait. */
export const stateOf = (facts: MailboxFacts): MailboxState =>
  TABLE.find(([, applies]) => applies(facts))?.[0] ?? 'reading';
