export const DAY_MS = 86_400_000;

/** Which day it is somewhere: days since 1970-01-01 of the calendar there. */
export const dayAt = (moment: Date, timeZone: string): number => Math.floor(wallClock(moment, timeZone) / DAY_MS);

/**
 * The moment at which a day begins somewhere. Where clocks leap over midnight it begins where they land, and where they are set
 * back over it, and midnight comes twice, at the first one; a day that a zone has left out begins with the one behind it.
 */
export function startOfDay(day: number, timeZone: string): Date {
  const midnight = day * DAY_MS;
  const offsetAt = (moment: number): number => wallClock(new Date(moment), timeZone) - moment;
  // What the clocks were set to a day earlier and are set to a day later: they are changed at most once in between.
  const [before, after] = [midnight - offsetAt(midnight - DAY_MS), midnight - offsetAt(midnight + DAY_MS)];
  const midnights = [before, after].filter((moment) => moment + offsetAt(moment) === midnight);
  return new Date(midnights.length > 0 ? Math.min(...midnights) : before);
}

/** What clocks show, as if they showed UTC. In whole seconds, as offsets have had since 1972. */
function wallClock(moment: Date, timeZone: string): number {
  const parts = Object.fromEntries(
    formatter(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, +value]),
  );
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const wholeSeconds = Date.UTC(year, month - 1, day, hour, minute, second);
  return wholeSeconds + (moment.getTime() - Math.floor(moment.getTime() / 1_000) * 1_000);
}

const formatters = new Map<string, Intl.DateTimeFormat>();

/** Making one takes longer than using it a hundred times. */
function formatter(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone) ?? new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', options(timeZone));
  formatters.set(timeZone, known);
  return known;
}

const options = (timeZone: string): Intl.DateTimeFormatOptions => ({
  timeZone,
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});
