import { until, world } from '@replyline/testing';
import { beforeAll, expect, it } from '@jest/globals';
import { anAnswer } from '../testing/an-answer.js';
import type { ServiceUnderTest } from '../testing/service-under-test.js';
import { serviceWithMailbox, type ServiceWithMailbox } from '../testing/service-with-mailbox.js';

const here = world();
let deliver: ServiceWithMailbox['deliver'];
let service: ServiceUnderTest;

beforeAll(async () => {
  ({ service, deliver } = await serviceWithMailbox(here));
  // Nothing but an announcement of the server, or of ours, has the mailbox visited.
  await service.configure({ pollIntervalSeconds: 86_400 });
});

const mailWith = async (messageId: string) => (await service.mails((it) => it.messageId === messageId))[0];

it('an answer that was decided after its visit is marked as read at once, not at the next visit', async () => {
  const ids = ['first@example.test', 'second@example.test'];
  for (const messageId of ids) {
    const sent = service.aSent();
    await deliver(anAnswer(sent.token, { messageId }));
    await until(async () => (await mailWith(messageId))?.state === 'waiting', { what: 'the mail to wait' });
    await service.publish(sent.event);
    const mail = await until(async () => ((await mailWith(messageId))?.seenAt ? mailWith(messageId) : undefined));
    expect(mail).toMatchObject({ state: 'processed', outcome: 'accept' });
  }
});
