import { randomUUID } from 'node:crypto';
import { ReplyHeldV1 } from '@replyline/contracts';
import { mintReviewToken } from '@replyline/intent';
import { until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { anAnswer } from '../testing/an-answer.js';
import { intentKeys, type Mail, type Sent, type ServiceUnderTest } from '../testing/service-under-test.js';
import { serviceWithMailbox, type ServiceWithMailbox } from '../testing/service-with-mailbox.js';

const here = world();
const MESSAGE_ID = 'missed@example.test';
let service: ServiceUnderTest;
let verdictOn: ServiceWithMailbox['verdictOn'];
let sent: Sent;
let mail: Mail;

beforeAll(async () => {
  const { deliver, ...rest } = await serviceWithMailbox(here);
  ({ service, verdictOn } = rest);
  await service.configure({ senderProof: { kind: 'none' } });
  sent = await service.announced();
  await deliver(anAnswer(sent.token, { messageId: MESSAGE_ID }));
  mail = await verdictOn(MESSAGE_ID);
});

const listed = async (query: Record<string, string>): Promise<string[]> => {
  const page = await service.get(`/v1/inbound-mails?${new URLSearchParams(query)}`);
  return (page as { items: { id: string }[] }).items.map(({ id }) => id);
};

const around = (offsetMs: number): string => new Date(Date.parse(mail.storedAt) + offsetMs).toISOString();

describe('a mail whose writer asks where his answer is', () => {
  it('is found by who was sent the mail that it answers', async () => {
    expect(await listed({ recipient: service.alice })).toEqual([mail.id]);
    expect(await listed({ recipient: randomUUID() })).toEqual([]);
  });

  it.each([MESSAGE_ID, `<${MESSAGE_ID}>`, ` <${MESSAGE_ID}> `])(
    'is found by its Message-ID, as %j',
    async (messageId) => {
      expect(await listed({ messageId })).toEqual([mail.id]);
    },
  );

  it('is found by when it came', async () => {
    expect(await listed({ since: mail.storedAt, until: around(1) })).toEqual([mail.id]);
    expect(await listed({ since: around(1) })).toEqual([]);
    expect(await listed({ until: mail.storedAt })).toEqual([]);
  });

  it('says which mail it answers', () => {
    const { deliveryId, postId, conversationId } = sent;
    expect(mail).toMatchObject({ answers: { deliveryId, postId, conversationId, recipient: service.alice } });
  });

  it('says what the person on record decided about it', async () => {
    expect(mail).toMatchObject({ outcome: 'hold', held: { standing: 'held', decidedAt: null } });
    const [event] = await service.committed(ReplyHeldV1);
    const id = event!.data.heldReplyId;
    await service.fetch(`/held-replies/${id}/discard?token=${mintReviewToken(id, intentKeys)}`, { method: 'POST' });
    const decided = await until(async () => {
      const seen = (await verdictOn(MESSAGE_ID)) as Mail & { held: { standing: string; decidedAt: string | null } };
      return seen.held.decidedAt === null ? undefined : seen;
    });
    expect(decided).toMatchObject({ outcome: 'hold', held: { standing: 'discarded' } });
  });
});
