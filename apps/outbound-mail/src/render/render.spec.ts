import { describe, expect, it } from '@jest/globals';
import { rejectionReason, type NotificationRequest } from '@replyline/contracts';
import { PROMPT, type RejectReason } from '@replyline/mail';
import { readerOf } from './reader.js';
import { rejectionReasonInWords } from './rejection-reasons.js';
import { render } from './render.js';
import type { Occasion } from './templates.js';

const ID = '5b1c0f9e-52f3-4a0e-9d55-0d3f4d1b8a11';
const common = { lane: 'normal' as const, recipients: [{ userId: ID }] };
const mention = (
  postText: string,
  names: { actorName?: string; conversationName?: string } = {},
): NotificationRequest => ({
  ...common,
  kind: 'mention',
  replyTo: { conversationId: ID, postId: ID },
  variables: { actorName: 'ada', conversationName: 'Migration plan', postText, ...names },
});
const assignment: NotificationRequest = {
  ...common,
  kind: 'assignment',
  variables: { actorName: 'ada', conversationName: 'Migration plan' },
};
const rejected = (reason: string, replyText = 'My answer'): NotificationRequest => ({
  ...common,
  kind: 'reply-rejected',
  variables: { reason, replyText, conversationName: 'Migration plan' },
});
const held: NotificationRequest = { ...common, kind: 'reply-held', variables: { heldReplyId: ID } };
const occasion = (purpose: Occasion['purpose']): Occasion => ({
  purpose,
  reader: readerOf(),
  reviewUrl: (id) => `https://replies.example/held-replies/${id}?token=1.a&b`,
});
const firstLine = (text: string) => text.split('\n', 1)[0];

describe('a mail about a mention', () => {
  it('says who mentioned whom where, and begins with the prompt', () => {
    const { subject, text } = render(mention('Hello\n\nthere'), occasion('reply'));
    expect(subject).toBe('ada mentioned you in Migration plan');
    expect(firstLine(text)).toBe(PROMPT);
    expect(PROMPT.length).toBeLessThanOrEqual(60);
    expect(text).toContain('\n\nHello\n\nthere\n\n');
  });

  it('has no prompt when it cannot be answered', () => {
    const { text, html } = render(mention('Hello'), occasion('no-reply'));
    expect(text).not.toContain(PROMPT);
    expect(html).not.toContain(PROMPT);
    expect(text).toContain('cannot be answered');
  });

  it('shows markup as text', () => {
    const { html } = render(
      mention('<script>alert("1")</script>', { actorName: '<b>', conversationName: '"&' }),
      occasion('reply'),
    );
    expect(html).not.toMatch(/<script|<b>/);
    expect(html).toContain('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;');
  });

  it('keeps lines and indentation in HTML', () => {
    expect(render(mention('a\n    b'), occasion('reply')).html).toContain('a<br>\n&nbsp; &nbsp; b');
    expect(render(mention('a   b'), occasion('reply')).html).toContain('a&nbsp; &nbsp;b');
    expect(render(mention('a\n\tb'), occasion('reply')).html).toContain('a<br>\n&nbsp; &nbsp; b');
  });

  it('shows the prompt first in HTML too', () => {
    const { html } = render(mention('Hello'), occasion('reply'));
    const visible = html
      .replace(/<head>.*<\/head>/s, '')
      .replace(/<[^>]*>/g, '')
      .trim();
    expect(visible.startsWith(PROMPT)).toBe(true);
  });

  it('has no half characters', () => {
    const { text } = render(mention('half \ud800 of one'), occasion('reply'));
    expect(text).toContain('half \ufffd of one');
  });
});

const OF_TRIAGE: RejectReason[] = ['no-reply', 'expired', 'encrypted', 'empty'];
/** Its own, beside those of triage: `decide.ts` there. */
const OF_INBOUND_REPLY = ['too-long', 'too-large', 'unknown-mail'];
/** `settle-reply.ts` there. */
const OF_CONVERSATION = ['not_a_member', 'conversation_gone'];

describe('other mails', () => {
  it('an assignment has its literal subject and no prompt', () => {
    const { subject, text, html } = render(assignment, occasion('no-reply'));
    expect(subject).toBe('ada assigned you to this Conversation');
    expect(text + html).not.toContain(PROMPT);
  });

  it.each([...OF_TRIAGE, ...OF_INBOUND_REPLY, ...OF_CONVERSATION])(
    'a reply rejected as %s comes back with the reason',
    (reason) => {
      const { subject, text } = render(rejected(reason), occasion('no-reply'));
      expect(subject).toBe('Your reply to Migration plan was not posted');
      expect(text).toContain('My answer');
      expect(text).toContain(rejectionReasonInWords(reason));
      expect(rejectionReasonInWords(reason)).not.toBe(rejectionReasonInWords('something new'));
    },
  );

  it('has words for every reason that a service of ours gives', () => {
    expect([...rejectionReason.options].sort()).toEqual([...OF_TRIAGE, ...OF_INBOUND_REPLY, ...OF_CONVERSATION].sort());
  });

  it.each(['something new', 'constructor', '__proto__'])('a reply rejected as %s comes back all the same', (reason) => {
    expect(render(rejected(reason), occasion('no-reply')).text).toContain('It could not be accepted.');
  });

  it('a reply without text comes back without a place for it', () => {
    expect(render(rejected('empty', ' \n'), occasion('no-reply')).text).not.toContain('This is what you wrote');
  });

  it('a held reply is shown by a link, and its text is not in the mail', () => {
    const { text, html } = render(held, occasion('no-reply'));
    expect(text).toContain(`https://replies.example/held-replies/${ID}?token=1.a&b`);
    expect(html).toContain(`href="https://replies.example/held-replies/${ID}?token=1.a&amp;b"`);
  });
});
