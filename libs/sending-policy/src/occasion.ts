/**
 * Why a mail is sent. Everything that the rules of sending need to know about a kind of notification is in its row:
 * a new kind is a new row.
 */
export interface Occasion {
  /** Through the system profile, or through what the person who causes it may use. */
  readonly through: 'system' | 'person';
  /** From the system address whatever a profile says: it can be answered, or it is about access. */
  readonly isFromSystem: boolean;
}

const SYSTEM = { through: 'system', isFromSystem: true } as const;
/** A person did something and others are told: the profile decides whose address they see. */
const ACT_OF_A_PERSON = { through: 'system', isFromSystem: false } as const;

export const OCCASIONS = {
  mention: SYSTEM,
  assignment: ACT_OF_A_PERSON,
  'reply-rejected': SYSTEM,
  'reply-held': SYSTEM,
  event: ACT_OF_A_PERSON,
  'export-completed': SYSTEM,
  'scheduled-query': SYSTEM,
  'system-health': SYSTEM,
  'job-status': SYSTEM,
  password: SYSTEM,
  reminder: SYSTEM,
  'free-mail': { through: 'person', isFromSystem: false },
} as const satisfies Record<string, Occasion>;

export type OccasionName = keyof typeof OCCASIONS;
export const OCCASION_NAMES = Object.keys(OCCASIONS) as [OccasionName, ...OccasionName[]];
