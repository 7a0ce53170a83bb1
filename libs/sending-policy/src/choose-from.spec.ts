import { SendingProfileDocument, type SendingProfile } from '@replyline/contracts';
import { describe, expect, it } from '@jest/globals';
import { chooseFrom, type People } from './choose-from.js';
import { OCCASIONS, type OccasionName } from './occasion.js';

const profile = (extra: object): SendingProfile =>
  SendingProfileDocument.schema.parse({
    kind: 'smtp',
    id: 'system',
    revision: 1,
    host: 'smtp.doejones.com',
    port: 25,
    encryption: 'none',
    timeoutSeconds: 30,
    fromAddress: 'tracksystem@doejones.com',
    displayName: 'Your Server',
    ...extra,
  });

const JOE: People = {
  acting: { address: 'joe.doe@doejones.com', displayName: 'Joe Doe' },
  recipient: { alternativeSender: 'customer-7@doejones.com' },
};
const nobodySpecial: People = { acting: JOE.acting, recipient: {} };

describe('who the From field names', () => {
  it.each<[what: string, OccasionName, object, People, from: string]>([
    [
      'forced wins over everything',
      'mention',
      { policy: { forcedFrom: 'f@example.com' } },
      JOE,
      'forced-from f@example.com',
    ],
    ['what can be answered', 'mention', { fromMode: 'acting-user' }, JOE, 'system-address tracksystem@doejones.com'],
    ['a password', 'password', { fromMode: 'acting-user' }, JOE, 'system-address tracksystem@doejones.com'],
    ['a reminder', 'reminder', { fromMode: 'acting-user' }, JOE, 'system-address tracksystem@doejones.com'],
    [
      'the sender of the recipient',
      'assignment',
      { fromMode: 'acting-user' },
      JOE,
      'alternative-sender customer-7@doejones.com',
    ],
    ...(['system-health', 'job-status', 'export-completed', 'scheduled-query'] as const).flatMap(
      (kind): [string, OccasionName, object, People, string][] => [
        [`${kind} for its recipient`, kind, {}, JOE, 'alternative-sender customer-7@doejones.com'],
        [
          `${kind}, whoever caused it`,
          kind,
          { fromMode: 'acting-user' },
          nobodySpecial,
          'profile-address tracksystem@doejones.com',
        ],
      ],
    ),
    ['the acting person', 'assignment', { fromMode: 'acting-user' }, nobodySpecial, 'acting-user joe.doe@doejones.com'],
    ['no acting person', 'event', { fromMode: 'acting-user' }, {}, 'profile-address tracksystem@doejones.com'],
    ['the default', 'assignment', {}, nobodySpecial, 'profile-address tracksystem@doejones.com'],
    ['through a shared profile', 'free-mail', { scope: 'shared' }, JOE, 'profile-address tracksystem@doejones.com'],
  ])('%s', (_what, occasion, extra, people, expected) => {
    const { rule, address } = chooseFrom(OCCASIONS[occasion], profile(extra), people);
    expect(`${rule} ${address}`).toBe(expected);
  });
});

it('the system address has the name of the server', () => {
  expect(chooseFrom(OCCASIONS.mention, profile({}), {})).toMatchObject({ name: 'Your Server' });
});

it('a forced From has no name: the profile’s belongs to another address', () => {
  const from = chooseFrom(OCCASIONS.event, profile({ policy: { forcedFrom: 'f@example.com' } }), {});
  expect(from).toEqual({ address: 'f@example.com', rule: 'forced-from' });
});

it('Microsoft names the mailbox itself', () => {
  const graph = SendingProfileDocument.schema.parse({
    kind: 'microsoft-graph',
    id: 'system',
    revision: 1,
    tenantId: 'example.com',
    clientId: '0b8f5a0e-3f0a-4d7e-9a44-6a1c2f1f0a01',
    mailbox: 'mail@example.com',
    timeoutSeconds: 30,
  });
  expect(chooseFrom(OCCASIONS.mention, graph, {})).toEqual({ address: 'mail@example.com', rule: 'system-address' });
});
