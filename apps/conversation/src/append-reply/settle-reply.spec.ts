import { describe, expect, it } from '@jest/globals';
import { settleReply, type ReplyFacts, type ReplySettlement } from './settle-reply.js';

const good: ReplyFacts = { conversationExists: true, alreadyPosted: false, isMember: true, isKnown: true };

describe('a received reply', () => {
  it.each<[string, Partial<ReplyFacts>, ReplySettlement]>([
    ['of a member is posted', {}, { kind: 'post' }],
    ['that stands there is not posted again', { alreadyPosted: true }, { kind: 'nothing' }],
    [
      'that stands there is not returned to somebody who left since',
      { alreadyPosted: true, isMember: false },
      { kind: 'nothing' },
    ],
    ['of somebody who left is returned', { isMember: false }, { kind: 'return', reason: 'not_a_member' }],
    [
      'of somebody who is gone from the directory is returned',
      { isKnown: false },
      { kind: 'return', reason: 'not_a_member' },
    ],
    [
      'to a conversation that is gone is returned',
      { conversationExists: false, isMember: false },
      { kind: 'return', reason: 'conversation_gone' },
    ],
  ])('%s', (_rule, facts, settlement) => {
    expect(settleReply({ ...good, ...facts })).toEqual(settlement);
  });
});
