import { NotificationSentV1, ReplyReceivedV1 } from '@replyline/contracts';
import { until, world } from '@replyline/testing';
import { beforeAll, describe, it } from '@jest/globals';
import { anAnswer, MAILBOX, type Answer } from '../testing/an-answer.js';
import { type ServiceUnderTest, type Sent } from '../testing/service-under-test.js';
import { serviceWithMailbox, type ServiceWithMailbox } from '../testing/service-with-mailbox.js';

const here = world();
let deliver: ServiceWithMailbox['deliver'];
let service: ServiceUnderTest;

beforeAll(async () => {
  ({ service, deliver } = await serviceWithMailbox(here));
  await service.configure();
});

const receivedFor = async (conversationId: string) =>
  (await service.committed(ReplyReceivedV1)).filter(({ data }) => data.conversationId === conversationId);

describe('an answer', () => {
  it.each<[string, (sent: Sent) => Answer]>([
    ['Delivered-To', ({ token }) => ({ fields: `Delivered-To: replies+${token}@example.test\r\n` })],
    ['X-Original-To', ({ token }) => ({ fields: `X-Original-To: <replies+${token}@example.test>\r\n` })],
    ['X-Gm-Original-To', ({ token }) => ({ fields: `X-Gm-Original-To: replies+${token}@example.test\r\n` })],
    ['Envelope-To', ({ token }) => ({ fields: `Envelope-To: a@example.test, replies+${token}@example.test\r\n` })],
    ['X-Envelope-To', ({ token }) => ({ fields: `X-Envelope-To: replies+${token}@example.test\r\n` })],
    ['To', ({ token }) => ({ to: `Other <a@example.test>, "R" <Replies+${token.toUpperCase()}@example.test>` })],
    ['Cc', ({ token }) => ({ fields: `Cc: replies+${token}@example.test\r\n` })],
    ['In-Reply-To', ({ messageId }) => ({ fields: `In-Reply-To: <${messageId}>\r\n` })],
    [
      'References, folded',
      ({ messageId }) => ({ fields: `References: <a@b.test>\r\n\t<${messageId}>\r\n\t<c@d.test>\r\n` }),
    ],
    ['References with commas', ({ messageId }) => ({ fields: `References: <a@b.test>,<${messageId}>,<c@d.test>\r\n` })],
  ])('is recognised by %s', async (_field, change) => {
    const sent = await service.announced();
    await deliver(anAnswer('', { to: MAILBOX, ...change(sent) }));
    await until(async () => (await receivedFor(sent.conversationId))[0]);
  });

  it.each([
    ['as it is', '<0100-abc@ses.example>', '<0100-abc@ses.example>'],
    ['without the domain that the mail had', '010001f2c0de-11aa', '<010001f2c0de-11aa@eu-west-1.amazonses.com>'],
    ['and answered without its domain', '<010001f2c0de-22bb@amazonses.com>', '<010001f2c0de-22bb>'],
  ])('is recognised by the Message-ID that a provider gave, told %s', async (_how, providerMessageId, answered) => {
    const sent = await service.announced();
    const outcome = { notificationId: sent.deliveryId, deliveryId: sent.deliveryId, attempt: 1, replyCode: 250 };
    const ids = { messageId: sent.messageId, providerMessageId };
    await service.publish(NotificationSentV1.make({ ...outcome, ...ids }, { source: '/services/outbound-mail' }));
    const known = `SELECT 1 FROM sent_mail WHERE delivery_id = $1 AND provider_message_id IS NOT NULL`;
    await until(async () => ((await service.db.query(known, [sent.deliveryId])) as unknown[])[0]);
    await deliver(anAnswer('', { to: MAILBOX, fields: `In-Reply-To: ${answered}\r\n` }));
    await until(async () => (await receivedFor(sent.conversationId))[0]);
  });
});
