import { expect, it } from '@jest/globals';
import { diff, typedSecrets } from './diff.js';

it('names each field that differs, in the order of their paths', () => {
  const before = { replyMailbox: { host: 'a', port: 993 }, sendingProfile: { host: 'x' } };
  const after = { replyMailbox: { host: 'b', port: 993, user: 'u' }, sendingProfile: { host: 'y' } };
  expect(diff(before, after)).toEqual([
    { path: 'replyMailbox.host', before: 'a', after: 'b' },
    { path: 'replyMailbox.user', after: 'u' },
    { path: 'sendingProfile.host', before: 'x', after: 'y' },
  ]);
});

it('finds items of a list by what they are called', () => {
  const [ann, bob] = [
    { name: 'ann', groups: ['a'] },
    { name: 'bob', groups: [] },
  ];
  expect(diff({ users: [bob] }, { users: [{ ...ann }, bob] })).toEqual([
    { path: 'users.ann', after: { name: 'ann', groups: ['a'] } },
  ]);
  expect(diff({ users: [ann, bob] }, { users: [] })).toEqual([
    { path: 'users.ann', before: ann },
    { path: 'users.bob', before: bob },
  ]);
  expect(diff({ users: [ann] }, { users: [{ ...ann, groups: [] }] })).toEqual([
    { path: 'users.ann.groups', before: ['a'], after: [] },
  ]);
});

it('shows what is new as a whole', () => {
  expect(diff({}, { replyMailbox: { host: 'a', port: 1 } })).toEqual([
    { path: 'replyMailbox', after: { host: 'a', port: 1 } },
  ]);
});

it('sees that a list without names is another one as a whole', () => {
  expect(diff({ a: ['x', 'y'] }, { a: ['y', 'x'] })).toEqual([{ path: 'a', before: ['x', 'y'], after: ['y', 'x'] }]);
});

it('says of a secret only that it is written, or deleted', () => {
  const wanted = {
    sendingProfile: { password: 'hunter2', incomingPassword: '' },
    microsoftApp: { clientSecret: null },
  };
  expect(typedSecrets(wanted)).toEqual([
    { path: 'sendingProfile.password', after: '(secret)' },
    { path: 'microsoftApp.clientSecret', before: '(secret)' },
  ]);
});
