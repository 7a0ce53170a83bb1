import { ReplyHeldV1, ReplyReceivedV1 } from '@replyline/contracts';
import { mintReviewToken } from '@replyline/intent';
import { until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { anAnswer } from '../testing/an-answer.js';
import { intentKeys, type ServiceUnderTest, type Mail, type Sent } from '../testing/service-under-test.js';
import { serviceWithMailbox, type ServiceWithMailbox } from '../testing/service-with-mailbox.js';

const here = world();
let deliver: ServiceWithMailbox['deliver'];
let verdictOn: ServiceWithMailbox['verdictOn'];
let service: ServiceUnderTest;

beforeAll(async () => {
  ({ service, deliver, verdictOn } = await serviceWithMailbox(here, { MAX_REPLIES_PER_HOUR: '3' }));
  await service.configure();
});

const receivedFor = async ({ conversationId }: Sent) =>
  (await service.committed(ReplyReceivedV1)).filter(({ data }) => data.conversationId === conversationId);

/** The verdicts on answers to the mail, one after the other. */
async function verdicts(sent: Sent, name: string, count: number): Promise<Mail[]> {
  const found: Mail[] = [];
  for (let at = 0; at < count; at += 1) {
    const messageId = `${name}-${at}@example.test`;
    await deliver(anAnswer(sent.token, { messageId, text: `Answer ${at}.` }));
    found.push(await verdictOn(messageId));
  }
  return found;
}

describe('more answers in an hour to a conversation than people write', () => {
  it('are held, not posted and not lost, and the operator sees why', async () => {
    const sent = await service.announced();
    const all = await verdicts(sent, 'flood', 5);
    expect(all.map(({ decidedBy }) => decidedBy)).toEqual([
      'accept',
      'accept',
      'accept',
      'too-many-replies',
      'too-many-replies',
    ]);
    expect(all[3]).toMatchObject({ outcome: 'hold', verdict: { because: 'too-many-replies' } });
    expect(all[4]).toMatchObject({ verdict: { untold: 'asked-already' }, reply: { text: 'Answer 4.' } });
    expect(await receivedFor(sent)).toHaveLength(3);
    expect(service.log()).toContainEqual(
      expect.objectContaining({ level: 'warn', inboundMail: all[3]!.id, delivery: sent.deliveryId }),
    );
  });

  it('are posted by their owner, one by one', async () => {
    const sent = await service.announced();
    await verdicts(sent, 'owned', 4);
    const { data } = await until(async () =>
      (await service.committed(ReplyHeldV1)).find((it) => it.data.conversationId === sent.conversationId),
    );
    expect(data).toMatchObject({ userId: service.alice, reason: 'too-many-replies' });
    const link = `/held-replies/${data.heldReplyId}?token=${mintReviewToken(data.heldReplyId, intentKeys)}`;
    await fetch(service.url + link, { method: 'POST' });
    expect((await receivedFor(sent)).map((it) => it.data.text)).toContain('Answer 3.');
  });

  it('do not hold up another conversation, and not this one an hour later', async () => {
    const sent = await service.announced();
    await verdicts(sent, 'first', 4);
    const [other] = await verdicts(await service.announced(), 'other', 1);
    expect(other).toMatchObject({ outcome: 'accept' });
    await service.db.query(`UPDATE claim SET claimed_at = claimed_at - interval '61 minutes'`);
    const [later] = await verdicts(sent, 'later', 1);
    expect(later).toMatchObject({ outcome: 'accept' });
  });
});
