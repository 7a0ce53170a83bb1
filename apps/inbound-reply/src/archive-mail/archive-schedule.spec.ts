import { describe, expect, it } from '@jest/globals';
import { nextRun, runsDue, type Run, type Weekly } from './archive-schedule.js';

const on = (timeZone: string, day: Weekly['day'] = 'sunday'): Weekly => ({ day, timeZone });
const line = ({ dueAt, week }: Run): string => `${dueAt.toISOString().replace(':00.000Z', 'Z')} ${week}`;
const due = (weekly: Weekly, since: string, until: string): string[] =>
  runsDue(weekly, new Date(since), new Date(until)).map(line);

describe('the runs of the archive', () => {
  it.each<[string, Weekly, string, string, string[]]>([
    ['none before Sunday', on('UTC'), '2026-11-16T00:00Z', '2026-11-21T23:59:59Z', []],
    ['one when Sunday begins', on('UTC'), '2026-11-16T00:00Z', '2026-11-22T00:00Z', ['2026-11-22T00:00Z 2026-W47']],
    ['none again after it', on('UTC'), '2026-11-22T00:00Z', '2026-11-28T23:59Z', []],
    [
      'one in the zone that is configured, where Sunday begins earlier',
      on('Asia/Tokyo'),
      '2026-11-16T00:00Z',
      '2026-11-21T15:00Z',
      ['2026-11-21T15:00Z 2026-W47'],
    ],
    [
      'one in a zone where it begins later',
      on('America/Los_Angeles'),
      '2026-11-16T00:00Z',
      '2026-11-22T08:00Z',
      ['2026-11-22T08:00Z 2026-W47'],
    ],
    [
      'two that were missed, each with its own week',
      on('Europe/Berlin'),
      '2026-11-10T00:00Z',
      '2026-11-25T10:00Z',
      ['2026-11-14T23:00Z 2026-W46', '2026-11-21T23:00Z 2026-W47'],
    ],
    [
      'at the end of a year of 53 weeks, the last of which ends in the next one',
      on('UTC'),
      '2026-12-27T00:00Z',
      '2027-01-10T00:00Z',
      ['2027-01-03T00:00Z 2026-W53', '2027-01-10T00:00Z 2027-W01'],
    ],
    [
      'at the end of a year of 52 weeks',
      on('UTC'),
      '2024-12-28T00:00Z',
      '2025-01-05T00:00Z',
      ['2024-12-29T00:00Z 2024-W52', '2025-01-05T00:00Z 2025-W01'],
    ],
    [
      'where a year ends in the middle of the first week of the next one',
      on('UTC', 'tuesday'),
      '2024-12-30T00:00Z',
      '2024-12-31T00:00Z',
      ['2024-12-31T00:00Z 2025-W01'],
    ],
    [
      'where clocks are set forward on that day',
      on('Europe/Berlin'),
      '2026-03-22T12:00Z',
      '2026-04-05T12:00Z',
      ['2026-03-28T23:00Z 2026-W13', '2026-04-04T22:00Z 2026-W14'],
    ],
    [
      'where clocks are set back on that day',
      on('Europe/Berlin'),
      '2026-10-18T12:00Z',
      '2026-11-01T12:00Z',
      ['2026-10-24T22:00Z 2026-W43', '2026-10-31T23:00Z 2026-W44'],
    ],
    [
      'where clocks leap over midnight: when the day begins, at one',
      on('America/Santiago'),
      '2026-08-31T00:00Z',
      '2026-09-07T00:00Z',
      ['2026-09-06T04:00Z 2026-W36'],
    ],
    [
      'where midnight comes twice: at the first one, once',
      on('America/Havana'),
      '2026-10-26T00:00Z',
      '2026-11-02T00:00Z',
      ['2026-11-01T04:00Z 2026-W44'],
    ],
    [
      'where midnight comes twice and the day before is entered again in between',
      on('America/St_Johns'),
      '2009-10-26T00:00Z',
      '2009-11-02T00:00Z',
      ['2009-11-01T02:30Z 2009-W44'],
    ],
    [
      'where a zone left that day out: when the one behind it begins',
      on('Pacific/Apia', 'friday'),
      '2011-12-24T00:00Z',
      '2012-01-07T00:00Z',
      ['2011-12-30T10:00Z 2011-W52', '2012-01-05T10:00Z 2012-W01'],
    ],
    ['on another day', on('UTC', 'monday'), '2026-11-21T00:00Z', '2026-11-23T00:00Z', ['2026-11-23T00:00Z 2026-W48']],
  ])('are %s', (_name, weekly, since, until, expected) => {
    expect(due(weekly, since, until)).toEqual(expected);
  });

  it.each(['UTC', 'Europe/Berlin', 'America/Santiago', 'Pacific/Kiritimati', 'Pacific/Pago_Pago', 'Asia/Kathmandu'])(
    'follow each other by a week, give or take an hour, for five years in %s',
    (timeZone) => {
      const runs = runsDue(on(timeZone), new Date('2024-01-01T00:00Z'), new Date('2029-01-01T00:00Z'));
      const hours = runs.slice(1).map(({ dueAt }, at) => (dueAt.getTime() - runs[at]!.dueAt.getTime()) / 3_600_000);
      expect(runs.length).toBe(261);
      expect(new Set(runs.map(({ week }) => week)).size).toBe(runs.length);
      expect(hours.every((between) => Math.abs(between - 168) <= 1)).toBe(true);
    },
  );

  it('go on from each of them to the next', () => {
    expect(line(nextRun(on('UTC'), new Date('2026-11-22T00:00Z')))).toBe('2026-11-29T00:00Z 2026-W48');
  });
});
