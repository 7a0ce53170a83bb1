import {
  MailBouncedV1,
  MOST_LEFT_OUT,
  MOST_REPLY_FILES,
  ReplyHeldV1,
  ReplyNotedV1,
  ReplyReceivedV1,
  ReplyRejectedV1,
} from '@replyline/contracts';
import { outboxRow } from '@replyline/messaging';
import { describe, expect, it } from '@jest/globals';
import type { SentMail } from '../remember-sent-mail/announced-mail.entity.js';
import { consequencesOf } from './consequences.js';
import type { Decision } from './decision.js';
import type { Verdict } from './decide.js';
import { withNote } from './note-of.js';

const ID = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
const SENT = {
  replyKey: 'k',
  deliveryId: ID(1),
  userId: ID(2),
  purpose: 'reply',
  conversationId: ID(3),
  postId: ID(4),
  eventId: 'announcement',
  correlationId: 'thread',
} as SentMail;

const decision = (verdict: Verdict, changes: Partial<Decision> = {}): Decision => ({
  verdict: { ...verdict, decidedBy: 'x', passed: [] },
  identity: 'id:1@example.test',
  receivedAt: new Date('2026-11-20T12:00:00Z'),
  senderIsOnRecord: true,
  senderProven: 'proven',
  sent: SENT,
  replyId: ID(5),
  text: 'Yes.',
  confidence: 0.9,
  besides: {},
  files: [],
  leftOut: [],
  ...changes,
});

const REPORT = { action: 'failed', statusCode: '5.1.1', isPermanent: true } as const;
const REJECT: Verdict = { outcome: 'reject', reason: 'expired' };

describe('what follows from a decision', () => {
  it.each<[string, Decision, string | undefined]>([
    ['an accepted reply', decision({ outcome: 'accept' }), ReplyReceivedV1.type],
    ['a held reply', decision({ outcome: 'hold', because: 'sender-not-proven' }), ReplyHeldV1.type],
    ['a rejected reply', decision(REJECT), ReplyRejectedV1.type],
    ['a rejected reply of a stranger', decision(REJECT, { senderIsOnRecord: false }), undefined],
    ['a rejected reply to what never became known', decision(REJECT, { sent: undefined }), undefined],
    ['an ignored mail', decision({ outcome: 'ignore', because: 'x' }), undefined],
    ['a mail that waits', decision({ outcome: 'wait', because: 'x' }), undefined],
    ['a mail that cannot be read', decision({ outcome: 'unreadable', because: 'x' }), undefined],
    ['a report', decision({ outcome: 'record-bounce', report: REPORT }, { reported: SENT }), MailBouncedV1.type],
    [
      'a report about nobody',
      decision({ outcome: 'record-bounce', report: REPORT }, { sent: undefined }),
      MailBouncedV1.type,
    ],
  ])('after %s', (_name, it, type) => {
    expect(consequencesOf(it)?.event.type).toBe(type);
  });

  it('is the same, under the same claim, when it is worked out again', () => {
    const [one, two] = [decision({ outcome: 'accept' }), decision({ outcome: 'accept' })].map(consequencesOf);
    expect(one!.claim).toBe(two!.claim);
    expect(one!.event.id).toBe(two!.event.id);
  });

  it('claims other things for a reply that is held, received and rejected', () => {
    const verdicts: Verdict[] = [{ outcome: 'accept' }, { outcome: 'hold', because: 'sender-not-proven' }, REJECT];
    expect(new Set(verdicts.map((verdict) => consequencesOf(decision(verdict))!.claim)).size).toBe(3);
  });

  it('tells the person on record of what was held and rejected', () => {
    const verdicts: Verdict[] = [{ outcome: 'accept' }, { outcome: 'hold', because: 'sender-not-proven' }, REJECT];
    const told = verdicts.map((verdict) => consequencesOf(decision(verdict))!.tells);
    expect(told).toEqual([undefined, SENT.userId, SENT.userId]);
  });

  it('returns to the person on record what is proven to be his, and tells of the rest without a word of it', () => {
    const told = (['proven', 'not-proven'] as const).map((senderProven) => decision(REJECT, { senderProven }));
    expect(told.map((it) => consequencesOf(it)!.event.data)).toMatchObject([
      { reason: 'expired', text: 'Yes.' },
      { reason: 'expired', text: '' },
    ]);
  });

  it.each<[string, Verdict]>([
    ['accepted', { outcome: 'accept' }],
    ['held', { outcome: 'hold', because: 'sender-not-proven' }],
    ['rejected', REJECT],
  ])('names the mail that was answered when the answer is %s', (_what, verdict) => {
    expect(consequencesOf(decision(verdict))!.event.data).toMatchObject({ deliveryId: SENT.deliveryId });
  });

  it.each<[string, Verdict]>([
    ['received', { outcome: 'accept' }],
    ['held', { outcome: 'hold', because: 'sender-not-proven' }],
    ['rejected', REJECT],
  ])('says of an answer that is %s that it is there, and no word of it', (outcome, verdict) => {
    const [event, note, ...more] = withNote(consequencesOf(decision(verdict, { text: 'Plum.' }))!.event);
    expect(more).toEqual([]);
    expect(note).toMatchObject({ type: ReplyNotedV1.type, data: { deliveryId: SENT.deliveryId, outcome } });
    expect(note).toMatchObject({ causationid: 'announcement', correlationid: 'thread' });
    expect(note!.id).not.toBe(event!.id);
    expect(JSON.stringify(note)).not.toContain('Plum.');
  });

  it('says nothing beside a report that came back', () => {
    const { event } = consequencesOf(decision({ outcome: 'record-bounce', report: REPORT }))!;
    expect(withNote(event)).toEqual([event]);
  });

  describe('a reply that is as large as one may be', () => {
    const name = '名'.repeat(200);
    const [text, elided] = ['字'.repeat(66_660), 'e'.repeat(15_990)];
    const answers = [{ quoted: 'q', text: 'a'.repeat(19_900) }];
    const sha256 = 'a'.repeat(64);
    const files = Array.from({ length: MOST_REPLY_FILES }, () => {
      return { name, mediaType: `application/${'x'.repeat(100)}`, sizeBytes: 26_214_400, sha256, object: sha256 };
    });
    const leftOut = Array.from({ length: MOST_LEFT_OUT }, () => ({ name, reason: 'too-large-together' }));
    const received = (changes: Partial<Decision>) => {
      const { event } = consequencesOf(
        decision({ outcome: 'accept' }, { text, besides: { answers, elided }, ...changes }),
      )!;
      expect(() => withNote(event).map(outboxRow)).not.toThrow();
      return event.data as Record<string, unknown>;
    };

    const besidesIn = (data: Record<string, unknown>) => ['answers', 'elided'].filter((key) => key in data);

    it('gives up what else its mail says as the first', () => {
      expect(besidesIn(received({}))).toEqual(['answers', 'elided']);
      const data = received({ files, leftOut });
      expect(besidesIn(data)).toEqual(['answers']);
      expect(data).toMatchObject({ text, files, leftOut });
    });

    it('gives up next what it says line by line, and never its text or its files', () => {
      const longer = '字'.repeat(72_000);
      const data = received({ text: longer, files, leftOut });
      expect(besidesIn(data)).toEqual([]);
      expect(data).toMatchObject({ text: longer, files, leftOut });
    });

    it('gives up last the names of what nobody gets', () => {
      const longer = '字'.repeat(77_500);
      const data = received({ text: longer, files, leftOut });
      const { length } = data['leftOut'] as unknown[];
      expect([length > 5, length < 20]).toEqual([true, true]);
      expect(data).toMatchObject({ text: longer, files, leftOut: leftOut.slice(0, length) });
    });
  });

  it('was caused by what announced the mail', () => {
    expect(consequencesOf(decision({ outcome: 'accept' }))!.event).toMatchObject({
      source: '/services/inbound-reply',
      causationid: 'announcement',
      correlationid: 'thread',
    });
  });
});
