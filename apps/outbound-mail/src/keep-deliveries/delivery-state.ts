/** Where each state may lead. Every UPDATE of a state asks this table, so what is not here cannot happen. */
const NEXT = {
  scheduled: ['queued', 'claimed', 'expired', 'cancelled', 'suppressed', 'skipped'],
  queued: ['claimed', 'expired', 'cancelled', 'suppressed', 'skipped'],
  /** Somebody connects; the server cannot have accepted anything. Back to `queued` when that somebody is gone. */
  claimed: ['handing_over', 'queued', 'deferred', 'failed', 'cancelled', 'suppressed', 'skipped'],
  /** The end of the message is being sent. Never back to `queued`: that is how mail is doubled. */
  handing_over: ['sent', 'deferred', 'failed', 'unknown'],
  deferred: ['claimed', 'queued', 'expired', 'cancelled', 'suppressed', 'skipped'],
  /** The server's answer may still come, or a person decides to send again. */
  unknown: ['sent', 'deferred', 'failed', 'queued'],
  failed: ['queued'],
  sent: [],
  suppressed: [],
  rejected: [],
  expired: [],
  cancelled: [],
  skipped: [],
} as const satisfies Record<string, readonly string[]>;

export type DeliveryState = keyof typeof NEXT;
export const DELIVERY_STATES = Object.keys(NEXT) as [DeliveryState, ...DeliveryState[]];

/** Whether a delivery may go from one state to the other. */
export const mayBecome = (from: DeliveryState, to: DeliveryState): boolean =>
  (NEXT[from] as readonly DeliveryState[]).includes(to);

/** The states that lead to this one. */
export const statesBefore = (to: DeliveryState): DeliveryState[] =>
  DELIVERY_STATES.filter((from) => mayBecome(from, to));

/** Those a claim takes up when their time has come. */
export const WAITING = ['scheduled', 'queued', 'deferred'] as const satisfies readonly DeliveryState[];

/** Those that a delivery passes through by itself; any other one is where it ends, unless a person or a search goes on. */
export const ON_ITS_WAY = [...WAITING, 'claimed', 'handing_over'] as const satisfies readonly DeliveryState[];
