import { describe, expect, it } from '@jest/globals';
import { bare } from './inserted.js';
import { momentFor, readerOf } from './reader.js';

describe('a reader', () => {
  it.each([
    ['de', 'de', 'de'],
    ['fr-CA', 'fr', 'fr-CA'],
    ['ar-EG', 'ar', 'ar-EG'],
    ['en-GB', 'en', 'en-GB'],
    ['zh-Hant-TW', 'en', 'en'],
    ['sv', 'en', 'en'],
    ['es-419', 'es', 'es-419'],
    // Slave is no German, though its tag begins as one.
    ['den', 'en', 'en'],
  ])('of %s gets mail in %s, with dates as in %s', (locale, language, dates) => {
    expect(readerOf({ locale, timeZone: 'UTC' })).toEqual({ language, locale: dates, timeZone: 'UTC' });
  });

  it('whom nobody knows gets it in English, by universal time', () => {
    expect(readerOf()).toEqual({ language: 'en', locale: 'en', timeZone: 'UTC' });
  });
});

describe('a moment', () => {
  const at = (locale: string, timeZone: string) =>
    bare(momentFor('2026-03-02T23:30:00Z', readerOf({ locale, timeZone })));

  it.each([
    ['en', 'America/New_York', /^March 2, 2026/, '6:30'],
    ['en-GB', 'Europe/London', /^2 March 2026/, '23:30'],
    ['de', 'Europe/Berlin', /^3\. März 2026/, '00:30'],
    ['fr-CA', 'America/Toronto', /^2 mars 2026/, '18 h 30'],
    ['es', 'Europe/Madrid', /^3 de marzo de 2026/, '0:30'],
    ['ja', 'Asia/Tokyo', /^2026年3月3日/, '8:30'],
    ['ar', 'Asia/Riyadh', /^3 مارس 2026/, '2:30'],
    ['sv', 'UTC', /^March 2, 2026/, '11:30'],
  ])('for %s in %s is on the day and at the time of there', (locale, timeZone, day, time) => {
    expect(at(locale, timeZone)).toMatch(day);
    expect(at(locale, timeZone).replace(/\u00a0/g, ' ')).toContain(time);
  });

  it('has a place in ISO-8859-1', () => {
    expect(at('en', 'UTC')).not.toMatch(/[^\u0000-\u00ff]/);
  });
});
