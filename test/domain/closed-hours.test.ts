import { describe, expect, test } from '@jest/globals';
import { endOfHours, HOURS_PATTERN } from '../../server/domain/closed-hours.ts';

const at = (time: string): number => Date.parse(time);
const end = (hours: string, timeZone: string, now: string): string | null => {
  const ms = endOfHours({ hours, timeZone }, at(now));
  return ms === null ? null : new Date(ms).toISOString().replace(':00.000Z', 'Z');
};

describe('hours of a day', () => {
  test.each([
    // In one day, by the clocks of Shanghai (UTC+8): the first minute is one of them, the last is not.
    ['12:00-14:00', 'Asia/Shanghai', '2026-03-01T03:59:59Z', null],
    ['12:00-14:00', 'Asia/Shanghai', '2026-03-01T04:00:00Z', '2026-03-01T06:00Z'],
    ['12:00-14:00', 'Asia/Shanghai', '2026-03-01T05:59:59.999Z', '2026-03-01T06:00Z'],
    ['12:00-14:00', 'Asia/Shanghai', '2026-03-01T06:00:00Z', null],
    // Over midnight, on both of its days.
    ['22:00-06:00', 'Asia/Shanghai', '2026-03-01T13:59:59Z', null],
    ['22:00-06:00', 'Asia/Shanghai', '2026-03-01T14:00:30Z', '2026-03-01T22:00Z'],
    ['22:00-06:00', 'Asia/Shanghai', '2026-03-01T16:00:00Z', '2026-03-01T22:00Z'],
    ['22:00-06:00', 'Asia/Shanghai', '2026-03-01T21:59:00Z', '2026-03-01T22:00Z'],
    ['22:00-06:00', 'Asia/Shanghai', '2026-03-01T22:00:00Z', null],
    // To midnight, written in both ways, and from it.
    ['22:00-24:00', 'UTC', '2026-12-31T23:30:00Z', '2027-01-01T00:00Z'],
    ['22:00-00:00', 'UTC', '2026-12-31T23:30:00Z', '2027-01-01T00:00Z'],
    ['00:00-05:00', 'UTC', '2027-01-01T00:00:00Z', '2027-01-01T05:00Z'],
    ['00:00-05:00', 'UTC', '2026-12-31T23:59:59Z', null],
    // One minute, and all but one.
    ['08:15-08:16', 'UTC', '2026-03-01T08:15:59Z', '2026-03-01T08:16Z'],
    ['08:16-08:15', 'UTC', '2026-03-01T08:16:00Z', '2026-03-02T08:15Z'],
    ['08:16-08:15', 'UTC', '2026-03-01T08:15:30Z', null],
    // Zones with half hours and quarters.
    ['22:00-06:00', 'Asia/Kolkata', '2026-03-01T16:30:00Z', '2026-03-02T00:30Z'],
    ['22:00-06:00', 'Asia/Kathmandu', '2026-03-01T16:14:00Z', null],
    ['22:00-06:00', 'Asia/Kathmandu', '2026-03-01T16:15:00Z', '2026-03-02T00:15Z'],
    // Clocks are put forward at 02:00 on 29 March 2026 in Berlin: the night has an hour less.
    ['22:00-06:00', 'Europe/Berlin', '2026-03-28T21:30:00Z', '2026-03-29T04:00Z'],
    ['22:00-06:00', 'Europe/Berlin', '2026-03-29T00:30:00Z', '2026-03-29T04:00Z'],
    ['22:00-06:00', 'Europe/Berlin', '2026-03-29T20:00:00Z', '2026-03-30T04:00Z'],
    // The end is in the hour that the clocks skip, or the hours are that hour.
    ['22:00-02:30', 'Europe/Berlin', '2026-03-29T00:30:00Z', '2026-03-29T01:00Z'],
    ['22:00-02:30', 'Europe/Berlin', '2026-03-29T01:00:00Z', null],
    ['02:00-03:00', 'Europe/Berlin', '2026-03-29T00:59:59Z', null],
    ['02:00-03:00', 'Europe/Berlin', '2026-03-29T01:00:00Z', null],
    // Put back at 03:00 on 25 October 2026: the night has an hour more, and 02:30 comes twice.
    ['22:00-06:00', 'Europe/Berlin', '2026-10-24T22:00:00Z', '2026-10-25T05:00Z'],
    ['22:00-06:00', 'Europe/Berlin', '2026-10-25T01:30:00Z', '2026-10-25T05:00Z'],
    ['01:00-02:30', 'Europe/Berlin', '2026-10-25T00:10:00Z', '2026-10-25T00:30Z'],
    ['01:00-02:30', 'Europe/Berlin', '2026-10-25T00:45:00Z', null],
    ['01:00-02:30', 'Europe/Berlin', '2026-10-25T01:10:00Z', '2026-10-25T01:30Z'],
    ['', 'Asia/Shanghai', '2026-03-01T16:00:00Z', null],
  ])('%s in %s at %s: %s', (hours, timeZone, now, expected) => {
    expect(end(hours, timeZone, now)).toBe(expected);
  });

  test('the end is the first minute after that is none of them, through a year of every hour', () => {
    for (const timeZone of ['Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe']) {
      for (let now = at('2026-01-01T00:20:00Z'); now < at('2027-01-01T00:00:00Z'); now += 3_600_000) {
        const ends = endOfHours({ hours: '21:30-06:15', timeZone }, now);
        if (ends === null) continue;
        expect(endOfHours({ hours: '21:30-06:15', timeZone }, ends)).toBeNull();
        expect(endOfHours({ hours: '21:30-06:15', timeZone }, ends - 1)).toBe(ends);
        expect(ends - now).toBeLessThan(10.75 * 3_600_000);
      }
    }
  });
});

test.each([
  ...['', '22:00-06:00', '00:00-05:30', '22:00-24:00', '23:59-00:00'].map((text): [string, boolean] => [text, true]),
  ...['22-6', '22:00', '22:00-6:00', '24:00-06:00', '22:60-06:00', '22:00-24:01', '22:00–06:00', ' 22:00-06:00'].map(
    (text): [string, boolean] => [text, false],
  ),
  // A whole day would never end.
  ...['08:00-08:00', '00:00-24:00'].map((text): [string, boolean] => [text, false]),
])('may be written as %p: %p', (text, isRight) => {
  expect(HOURS_PATTERN.test(text)).toBe(isRight);
});
