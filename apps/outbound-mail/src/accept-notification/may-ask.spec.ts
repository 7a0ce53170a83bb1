import { describe, expect, it } from '@jest/globals';
import { CONVERSATION_PUBLISHER, NOTIFICATION_KINDS } from '@replyline/contracts';
import { knownPublisher, whyNotAsk, type Claimed, type PublisherByName } from './may-ask.js';

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
  it.each<[string, string, Partial<Claimed>, string | undefined]>([
    ['may ask for its kind in its lane', 'billing', {}, undefined],
    ['may not ask for another kind', 'billing', { kind: 'mention' }, 'policy.kind_not_allowed'],
    ['may not ask for another lane', 'billing', { lane: 'urgent' }, 'policy.lane_not_allowed'],
    ['may not ask for answers', 'billing', { replyTo: {} }, 'policy.replies_not_allowed'],
    ['may not act for a person', 'billing', { actorId: 'somebody' }, 'policy.actor_not_allowed'],
    ['that nobody knows may ask for nothing', 'stranger', {}, 'policy.publisher_not_allowed'],
    ['is not known by a name that every object has', 'constructor', {}, 'policy.publisher_not_allowed'],
  ])('%s', (_promise, name, claimed, expected) => {
    expect(whyNotAsk({ source: `/services/${name}` }, { ...least, ...claimed }, publishers)).toBe(expected);
  });
});

describe('conversation', () => {
  const mention: Claimed = { kind: 'mention', lane: 'urgent', replyTo: {} };
  const source = '/services/conversation';

  it('may ask before config has ever spoken', () => {
    expect(
      whyNotAsk(
        { source },
        mention,
        knownPublisher(() => undefined),
      ),
    ).toBeUndefined();
  });

  it('may no more than config says, once it has', () => {
    expect(
      whyNotAsk(
        { source },
        mention,
        knownPublisher(() => billing),
      ),
    ).toBe('policy.kind_not_allowed');
  });
});

describe('kinds that speak for one of our own services', () => {
  const anything = (name: string) => ({ ...CONVERSATION_PUBLISHER, name, kinds: NOTIFICATION_KINDS });
  const own = (kind: string, name: string) =>
    whyNotAsk({ source: `/services/${name}` }, { kind, lane: 'normal' }, (it) => anything(it)) === undefined;

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
