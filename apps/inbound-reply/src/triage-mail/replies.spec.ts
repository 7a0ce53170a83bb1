import { ReplyReceivedV1, ReplyRejectedV1 } from '@replyline/contracts';
import { deliverByLmtp, startDovecot, type RunningDovecot } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { anAnswer, MAILBOX, quoted, type Answer } from '../testing/an-answer.js';
import { SENT_TEXT, ServiceUnderTest, type Mail } from '../testing/service-under-test.js';

const here = world();
let dovecot: RunningDovecot;
let service: ServiceUnderTest;

beforeAll(async () => {
  const users = { replies: 'secret' };
  dovecot = await startDovecot({ dir: `${here.folder()}/dovecot`, domain: 'example.test', users, isForgetful: true });
  here.onEnd(() => dovecot.stop());
  const [databaseUrl, nats] = [await here.freshDatabase(), await here.nats()];
  service = await ServiceUnderTest.start({
    databaseUrl,
    natsUrl: nats.url,
    imapPort: dovecot.ports.imap,
    password: 'secret',
  });
  here.onEnd(() => service.stop());
  await service.configure();
}, 60_000);

const deliver = (message: Buffer): Promise<void> =>
  deliverByLmtp({ port: dovecot.ports.lmtp, reversePath: 'alice@example.test', forwardPaths: [MAILBOX], message });

/** The verdict on a mail, once there is one. */
const verdictOn = (messageId: string): Promise<Mail> =>
  until(async () => (await service.mails()).find((it) => it.messageId === messageId && it.state === 'processed'), {
    what: 'a verdict',
  });

const receivedFor = async (conversationId: string) =>
  (await service.committed(ReplyReceivedV1)).filter(({ data }) => data.conversationId === conversationId);

describe('an answer', () => {
  it('is received as what the person wrote, for the person on record', async () => {
    const sent = await service.announced();
    await deliver(anAnswer(sent.token, { text: `Yes, at noon.${quoted(SENT_TEXT)}` }));
    const [reply] = await until(async () => {
      const replies = await receivedFor(sent.conversationId);
      return replies.length > 0 ? replies : undefined;
    });
    expect(reply).toMatchObject({
      causationid: sent.event.id,
      correlationid: sent.event.correlationid,
      data: { userId: service.alice, postId: sent.postId, text: 'Yes, at noon.' },
    });
  });
});
