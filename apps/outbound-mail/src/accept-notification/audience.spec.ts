import { randomUUID } from 'node:crypto';
import type { DirectoryUser } from '@replyline/contracts';
import { expect, it } from '@jest/globals';
import { audienceOf } from './audience.js';

const person = (name: string, roles: DirectoryUser['roles']): DirectoryUser => ({
  id: randomUUID(),
  revision: 1,
  name,
  displayName: name,
  address: `${name}@example.test`,
  otherAddresses: [],
  roles,
  groups: [],
  locale: 'en',
  timeZone: 'UTC',
  subscriptions: [],
});
const [ann, bob] = [person('ann', ['server-admin', 'user']), person('bob', ['user'])];
const directory = {
  userOf: (id: string) => [ann, bob].find((it) => it.id === id),
  usersWith: (role: string) => [ann, bob].filter(({ roles }) => roles.some((it) => it === role)),
};
const namesOf = (recipients: Parameters<typeof audienceOf>[0]) =>
  audienceOf(recipients, directory).map(({ user, address }) => user?.name ?? address);

it('a role is everybody who has it', () => {
  expect(namesOf([{ role: 'server-admin' }])).toEqual(['ann']);
  expect(namesOf([{ role: 'user' }])).toEqual(['ann', 'bob']);
  expect(namesOf([{ role: 'service' }])).toEqual([]);
});

it('one person is there once, whichever way he is named', () => {
  expect(namesOf([{ userId: ann.id }, { role: 'user' }, { address: 'ANN@example.test' }, { userId: ann.id }])).toEqual([
    'ann',
    'bob',
  ]);
});

it('a plain address is there once, whatever its case', () => {
  expect(namesOf([{ address: 'x@example.org' }, { address: 'X@example.org' }])).toEqual(['X@example.org']);
});

it('somebody who is not in the directory has no address', () => {
  const id = randomUUID();
  expect(audienceOf([{ userId: id }], directory)).toEqual([{ userId: id }]);
});
