import type { Archive } from '@replyline/contracts';
import { isoWeek } from './iso-week.js';
import { dayAt, startOfDay } from './local-day.js';

export type Weekly = Pick<Archive, 'day' | 'timeZone'>;

/** One Sunday, or whichever day the settings name. */
export interface Run {
  /** When that day began where the settings say. */
  readonly dueAt: Date;
  /** The week that the day belongs to, which names the folder: `2026-W47`. */
  readonly week: string;
}

/** Day 0, 1970-01-01, was a Thursday. */
const DAYS: readonly Archive['day'][] = ['thursday', 'friday', 'saturday', 'sunday', 'monday', 'tuesday', 'wednesday'];

/** The runs that fell due after `since` and up to `until`, oldest first: more than one when some were missed. */
export function runsDue(weekly: Weekly, since: Date, until: Date): Run[] {
  const runs: Run[] = [];
  let run = nextRun(weekly, since);
  for (; run.dueAt <= until; run = nextRun(weekly, run.dueAt)) runs.push(run);
  return runs;
}

/** The first run after a moment. */
export function nextRun({ day, timeZone }: Weekly, after: Date): Run {
  const wanted = DAYS.indexOf(day);
  // A day of the week that a zone has skipped begins with the day behind it, and may so begin in the past of its date.
  const first = dayAt(after, timeZone) - 1;
  let date = first + ((((wanted - first) % 7) + 7) % 7);
  while (startOfDay(date, timeZone) <= after) date += 7;
  return { dueAt: startOfDay(date, timeZone), week: isoWeek(date) };
}
