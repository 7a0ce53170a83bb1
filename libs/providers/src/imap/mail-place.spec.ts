import { expect, it } from '@jest/globals';
import { placeName, placeOf } from './mail-place.js';

it('a place has a name that leads back to it', () => {
  const place = { uidValidity: 4_294_967_295, uid: 17 };
  expect(placeName(place)).toBe('4294967295:17');
  expect(placeOf(placeName(place))).toEqual(place);
});

it.each([undefined, '', '17', '1:2:3', 'https://graph.microsoft.com/v1.0/x:1', '1:-1'])('%s names no place', (name) => {
  expect(placeOf(name)).toBeUndefined();
});
