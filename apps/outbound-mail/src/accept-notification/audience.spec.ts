import { randomUUID } from 'node:crypto';
import type { DirectoryUser } from '@replyline/contracts';
import { expect, it } from '@jest/globals';
import { audienceOf } from './audience.js';

const person = (name: string, more: Partial<DirectoryUser>): DirectoryUser => ({
  id: randomUUID(),
  revision: 1,
  name,
  displayName: name,
  address: `${name}@example.test`,
  otherAddresses: [],
  roles: ['user'],
  groups: [],
  locale: 'en',
  timeZone: 'UTC',
  subscriptions: [],
  ...more,
});
const ann = person('ann', { roles: ['server-admin', 'user'], subscriptions: ['orders.shipped'] });
const bob = person('bob', { groups: ['data'] });
const directory = {
  userOf: (id: string) => [ann, bob].find((it) => it.id === id),
  users: () => [ann, bob],
};
const namesOf = (recipients: Parameters<typeof audienceOf>[0]) =>
  audienceOf(recipients, directory).map(({ user, address }) => user?.name ?? address);

it('a role is everybody who has it', () => {
  expect(namesOf([{ role: 'server-admin' }])).toEqual(['ann']);
  expect(namesOf([{ role: 'user' }])).toEqual(['ann', 'bob']);
  expect(namesOf([{ role: 'service' }])).toEqual([]);
});

it('a group is everybody in it, and a topic everybody who subscribes to it', () => {
  expect(namesOf([{ group: 'data' }])).toEqual(['bob']);
  expect(namesOf([{ topic: 'orders.shipped' }])).toEqual(['ann']);
  expect(namesOf([{ group: 'nobody' }, { topic: 'orders' }])).toEqual([]);
});

it('one person is there once, whichever way he is named', () => {
  expect(
    namesOf([
      { userId: ann.id },
      { role: 'user' },
      { topic: 'orders.shipped' },
      { address: 'ANN@example.test' },
      { userId: ann.id },
    ]),
  ).toEqual(['ann', 'bob']);
});

it('a plain address is there once, whatever its case', () => {
  expect(namesOf([{ address: 'x@example.org' }, { address: 'X@example.org' }])).toEqual(['X@example.org']);
});

it('somebody who is not in the directory has no address', () => {
  const id = randomUUID();
  expect(audienceOf([{ userId: id }], directory)).toEqual([{ userId: id }]);
});
