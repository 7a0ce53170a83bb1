import { describe, expect, it } from '@jest/globals';
import type { Role } from '@replyline/service-host';
import { mayWrite } from './may-write.js';

type Roles = readonly Role[];

describe('a service', () => {
  it.each<[string, Roles | undefined, Roles, boolean]>([
    ['adds an ordinary user', undefined, ['user'], true],
    ['changes an ordinary user', ['user'], ['user'], true],
    ['makes a user of somebody without a role', [], ['user'], true],
    ['adds no admin', undefined, ['user', 'server-admin'], false],
    ['adds no service', undefined, ['service'], false],
    ['takes no role away', ['user'], [], false],
    ['makes nobody an admin', ['user'], ['server-admin'], false],
    ['does not change an admin', ['user', 'server-admin'], ['user'], false],
    ['does not change a service', ['service'], ['user'], false],
  ])('%s', (_promise, before, after, expected) => {
    expect(mayWrite(['service'], { before, after })).toBe(expected);
  });
});

describe('an admin', () => {
  it.each<[Roles | undefined, Roles]>([
    [undefined, ['server-admin']],
    [['server-admin'], []],
  ])('may write %j as %j, also with a token that is a service too', (before, after) => {
    expect(mayWrite(['server-admin', 'service'], { before, after })).toBe(true);
  });
});
