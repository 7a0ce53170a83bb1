import { describe, expect, it } from '@jest/globals';
import { CONVERSATION_PUBLISHER, NOTIFICATION_KINDS } from '@replyline/contracts';
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

describe('kinds that speak for one of our own services', () => {
  const anything = (name: string) => ({ ...CONVERSATION_PUBLISHER, name, kinds: NOTIFICATION_KINDS });
  const own = (kind: string, name: string) =>
    mayAsk({ source: `/services/${name}` }, { kind, lane: 'normal' }, (it) => anything(it));

  it.each(['mention', 'assignment', 'reply-rejected', 'reply-held'])(
    '%s is asked for by conversation alone, whatever config says',
    (kind) => {
      expect(own(kind, 'conversation')).toBe(true);
      for (const name of ['billing', 'config', 'outbound-mail', 'conversation-2']) expect(own(kind, name)).toBe(false);
    },
  );

  it('are no others, and are all that conversation asks for', () => {
    const free = NOTIFICATION_KINDS.filter((kind) => own(kind, 'billing'));
    expect([...free, ...CONVERSATION_PUBLISHER.kinds].sort()).toEqual([...NOTIFICATION_KINDS].sort());
  });
});
