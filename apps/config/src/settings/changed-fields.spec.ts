import { describe, expect, it } from '@jest/globals';
import { changedFields } from './changed-fields.js';

describe('the fields that a save changes', () => {
  it.each<[string, object, object, string[]]>([
    ['nothing', { host: 'a' }, { host: 'a' }, []],
    ['a value', { host: 'a', port: 1 }, { host: 'b', port: 1 }, ['host']],
    ['a field that is new', {}, { user: 'ann', host: 'a' }, ['host', 'user']],
    ['a field that goes', { user: 'ann' }, {}, ['user']],
    ['an absent field that is undefined now', {}, { user: undefined }, []],
    ['a list', { groups: ['a'] }, { groups: ['a', 'b'] }, ['groups']],
    ['an object in another order', { proof: { a: 1, b: 2 } }, { proof: { b: 2, a: 1 } }, []],
  ])('%s', (_name, before, after, fields) => {
    expect(changedFields(before, after)).toEqual(fields);
  });
});
