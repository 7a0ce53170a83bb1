import { DAY_MS } from './local-day.js';

/** ISO 8601: a week belongs to the year that its Thursday is in, and 1970-01-01, day 0, was one. As `2026-W53`. */
export function isoWeek(day: number): string {
  const thursday = day - ((((day + 3) % 7) + 7) % 7) + 3;
  const year = new Date(thursday * DAY_MS).getUTCFullYear();
  const week = Math.floor((thursday - Date.UTC(year, 0, 1) / DAY_MS) / 7) + 1;
  return `${year}-W${String(week).padStart(2, '0')}`;
}
