import { describe, expect, it } from '@jest/globals';
import { knownPublisher, mayAsk, type Claimed, type PublisherByName } from './may-ask.js';

const billing = {
  name: 'billing',
  kinds: ['export-completed'],
  lanes: ['bulk' as const],
  mayActForUsers: false,
  mayAskForReplies: false,
};
const publishers: PublisherByName = (name) => (name === 'billing' ? billing : undefined);
const least: Claimed = { kind: 'export-completed', lane: 'bulk' };

describe('a publisher', () => {
  it.each<[string, string, Partial<Claimed>, boolean]>([
    ['may ask for its kind in its lane', 'billing', {}, true],
    ['may not ask for another kind', 'billing', { kind: 'mention' }, false],
    ['may not ask for another lane', 'billing', { lane: 'urgent' }, false],
    ['may not ask for answers', 'billing', { replyTo: {} }, false],
    ['may not act for a person', 'billing', { actorId: 'somebody' }, false],
    ['that nobody knows may ask for nothing', 'stranger', {}, false],
    ['is not known by a name that every object has', 'constructor', {}, false],
  ])('%s', (_promise, name, claimed, expected) => {
    expect(mayAsk({ source: `/services/${name}` }, { ...least, ...claimed }, publishers)).toBe(expected);
  });
});

describe('conversation', () => {
  const mention: Claimed = { kind: 'mention', lane: 'urgent', replyTo: {} };
  const source = '/services/conversation';

  it('may ask before config has ever spoken', () => {
    expect(
      mayAsk(
        { source },
        mention,
        knownPublisher(() => undefined),
      ),
    ).toBe(true);
  });

  it('may no more than config says, once it has', () => {
    expect(
      mayAsk(
        { source },
        mention,
        knownPublisher(() => billing),
      ),
    ).toBe(false);
  });
});
