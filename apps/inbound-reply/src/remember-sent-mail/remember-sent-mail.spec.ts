import { NotificationSentV1 } from '@replyline/contracts';
import { until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { serviceAlone } from '../testing/service-alone.js';
import type { Sent, ServiceUnderTest } from '../testing/service-under-test.js';
import { RememberSentMail } from './remember-sent-mail.js';

const here = world();
let service: ServiceUnderTest;

beforeAll(async () => {
  service = await serviceAlone(here);
});

const outcomeOf = ({ deliveryId, messageId }: Sent, providerMessageId?: string) =>
  NotificationSentV1.make(
    {
      notificationId: deliveryId,
      deliveryId,
      attempt: 1,
      replyCode: 250,
      messageId,
      ...(providerMessageId !== undefined && { providerMessageId }),
    },
    { source: '/services/outbound-mail' },
  );

const rows = (sent: Sent): Promise<{ provider_message_id: string | null; subject: string }[]> =>
  service.db.query(`SELECT * FROM sent_mail WHERE delivery_id = $1`, [sent.deliveryId]);

describe('a mail that was sent', () => {
  it('is known from the moment it is announced', async () => {
    const sent = await service.announced();
    const [row] = await until(async () => ((await rows(sent)).length > 0 ? rows(sent) : undefined));
    expect(row).toMatchObject({ subject: 'Bob mentioned you in Lunch', provider_message_id: null });
  });

  it.each([
    ['after it was announced', ['announced', 'sent']],
    ['before it was announced', ['sent', 'announced']],
  ])("is known by its provider's Message-ID, told %s", async (_name, order) => {
    const sent = service.aSent();
    const remember = service.app.get(RememberSentMail);
    for (const step of order) {
      if (step === 'announced') await remember.accepted(sent.event as Parameters<typeof remember.accepted>[0]);
      else await remember.sent(outcomeOf(sent, '<other@provider.example>'));
    }
    expect(await rows(sent)).toMatchObject([{ provider_message_id: 'other@provider.example' }]);
    expect(await service.db.query(`SELECT 1 FROM early_provider_id WHERE delivery_id = $1`, [sent.deliveryId])).toEqual(
      [],
    );
  });

  it('is one row however often it is announced', async () => {
    const sent = service.aSent();
    const remember = service.app.get(RememberSentMail);
    const event = sent.event as Parameters<typeof remember.accepted>[0];
    await remember.accepted(event);
    await remember.accepted(event);
    await remember.accepted({ ...event, id: 'published-again' });
    expect(await rows(sent)).toHaveLength(1);
  });
});
