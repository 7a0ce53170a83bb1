import { describe, expect, it } from '@jest/globals';
import { notifiedBy, settleMention, type Mention, type MentionFacts } from './mention.js';

const facts: MentionFacts = {
  authorId: 'id-ann',
  userIds: new Map([
    ['ann', 'id-ann'],
    ['bob', 'id-bob'],
    ['cy', 'id-cy'],
  ]),
  memberIds: new Set(['id-ann', 'id-bob']),
};

describe('somebody who is called in a post', () => {
  it.each<[string, Mention]>([
    ['a member is notified', { name: 'bob', userId: 'id-bob', notified: true }],
    ['the author is not', { name: 'ann', userId: 'id-ann', notified: false, reason: 'self' }],
    ['a user who is no member is not', { name: 'cy', userId: 'id-cy', notified: false, reason: 'not_a_member' }],
    ['a name of nobody is not', { name: 'nobody', notified: false, reason: 'unknown_user' }],
  ])('%s', (_rule, mention) => {
    expect(settleMention(mention.name, facts)).toEqual(mention);
  });

  it('gets a mail only when notified', () => {
    const mentions = ['ann', 'bob', 'cy', 'nobody'].map((name) => settleMention(name, facts));
    expect(notifiedBy(mentions)).toEqual(['id-bob']);
  });
});
