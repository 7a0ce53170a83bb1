/**
 * Why a mail is sent. Everything that the rules of sending need to know about a kind of notification is in its row:
 * a new kind is a new row.
 */
export interface Occasion {
  /** Through the system profile, or through what the person who causes it may use. */
  readonly through: 'system' | 'person';
  /** From the system address whatever a profile says: it can be answered, or it is about access. */
  readonly isFromSystem: boolean;
  /** A person did something, and others are told or written to: where the profile says so, they see his address. */
  readonly isActOfPerson: boolean;
  /** How long it is worth sending, where the publisher says nothing. */
  readonly lifetimeHours: number;
  /** Whether a second copy is better than none: sent again by itself when nobody knows whether the first one arrived. */
  readonly isRepeatable: boolean;
}

/** As long as mail servers try (RFC 5321 §4.5.4.1). */
const FIVE_DAYS = 120;
const DAY = 24;

const ORDINARY = { lifetimeHours: FIVE_DAYS, isRepeatable: false } as const;
const SYSTEM = { through: 'system', isFromSystem: true, isActOfPerson: false, ...ORDINARY } as const;
const ACT_OF_A_PERSON = { through: 'system', isFromSystem: false, isActOfPerson: true, ...ORDINARY } as const;
/** The system has something to say: from the sender that was chosen for its reader, else from its own address. */
const NEWS = { ...SYSTEM, isFromSystem: false } as const;
/** Old news about a system mislead; twice is better than never. */
const ALARM = { ...NEWS, lifetimeHours: DAY, isRepeatable: true } as const;

export const OCCASIONS = {
  mention: SYSTEM,
  assignment: ACT_OF_A_PERSON,
  'reply-rejected': SYSTEM,
  'reply-held': SYSTEM,
  event: ACT_OF_A_PERSON,
  'export-completed': NEWS,
  'scheduled-query': NEWS,
  'system-health': ALARM,
  'job-status': ALARM,
  password: { ...SYSTEM, lifetimeHours: 1 },
  reminder: { ...SYSTEM, lifetimeHours: DAY },
  'free-mail': { through: 'person', isFromSystem: false, isActOfPerson: true, ...ORDINARY },
} as const satisfies Record<string, Occasion>;

export type OccasionName = keyof typeof OCCASIONS;
export const OCCASION_NAMES = Object.keys(OCCASIONS) as [OccasionName, ...OccasionName[]];
