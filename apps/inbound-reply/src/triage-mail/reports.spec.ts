import { MailBouncedV1, NotificationSentV1 } from '@replyline/contracts';
import { until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { MAILBOX } from '../testing/an-answer.js';
import { type ServiceUnderTest, type Sent } from '../testing/service-under-test.js';
import { serviceWithMailbox, type ServiceWithMailbox } from '../testing/service-with-mailbox.js';

const here = world();
let deliver: ServiceWithMailbox['deliver'];
let verdictOn: ServiceWithMailbox['verdictOn'];
let service: ServiceUnderTest;

beforeAll(async () => {
  ({ service, deliver, verdictOn } = await serviceWithMailbox(here));
  await service.configure();
});

let counter = 0;

interface Report {
  readonly type?: 'delivery-status' | 'feedback-report';
  readonly fields: string;
  readonly returned: string;
  readonly text?: string;
}

/** A report as a server writes it, and its Message-ID. */
function aReport({ type = 'delivery-status', fields, returned, text = 'A report.' }: Report): {
  id: string;
  raw: Buffer;
} {
  counter += 1;
  const id = `report-${process.pid}-${counter}@mx.example.test`;
  const head = ['From: MAILER-DAEMON@mx.example.test', `To: ${MAILBOX}`, 'Subject: A report', `Message-ID: <${id}>`];
  const parts = [
    ['text/plain; charset=utf-8', text],
    [`message/${type}`, fields],
    ['text/rfc822-headers', returned],
  ].map(([mediaType, content]) => `--b\r\nContent-Type: ${mediaType}\r\n\r\n${content!.replaceAll('\n', '\r\n')}\r\n`);
  const mime = ['MIME-Version: 1.0', `Content-Type: multipart/report; report-type=${type}; boundary=b`];
  return { id, raw: Buffer.from(`${[...head, ...mime].join('\r\n')}\r\n\r\n${parts.join('')}--b--\r\n`) };
}

const failed = (recipient: string): string =>
  `Reporting-MTA: dns; mx.example.test\n\nFinal-Recipient: rfc822; ${recipient}\nAction: failed\nStatus: 5.1.1\n`;
const FAILED = failed('alice@example.test');
const COMPLAINT = 'Feedback-Type: abuse\nUser-Agent: Test/1\nVersion: 1\nOriginal-Rcpt-To: <ghost@example.test>\n';

const published = async ({ id, raw }: { id: string; raw: Buffer }) => {
  const before = (await service.committed(MailBouncedV1)).length;
  await deliver(raw, '');
  await verdictOn(id);
  return (await service.committed(MailBouncedV1)).slice(before).map(({ data }) => data);
};

describe('a report', () => {
  const ABOUT = { kind: 'bounce', action: 'failed', statusCode: '5.1.1', isPermanent: true };
  const proven = ({ deliveryId }: Sent) => ({ deliveryId, recipient: 'alice@example.test', quotesToken: true });

  it.each<[string, (sent: Sent) => Report]>([
    [
      'in the Message-ID that came back',
      ({ messageId }) => ({ fields: FAILED, returned: `Message-ID: <${messageId}>` }),
    ],
    [
      'in the Reply-To that came back',
      ({ token }) => ({ fields: FAILED, returned: `Reply-To: replies+${token}@example.test` }),
    ],
    [
      'in the References that came back',
      ({ messageId }) => ({ fields: FAILED, returned: `Message-ID: <x@ses.test>\nReferences: <${messageId}>` }),
    ],
    [
      'in its text',
      ({ token }) => ({ fields: FAILED, returned: '', text: `Copy:\n\nMessage-ID: <${token}@example.test>` }),
    ],
  ])('is of the delivery whose token it quotes %s', async (_where, report) => {
    const sent = await service.announced();
    expect(await published(aReport(report(sent)))).toEqual([{ ...ABOUT, ...proven(sent) }]);
  });

  it('of mail to an address of nobody in the directory is of that delivery too', async () => {
    const sent = await service.announced({ purpose: 'no-reply', isToNobody: true });
    const report = aReport({ fields: FAILED, returned: `Message-ID: <${sent.messageId}>` });
    expect(await published(report)).toEqual([{ ...ABOUT, ...proven(sent) }]);
  });

  it('that comes so late that the token it quotes has run out is of that delivery all the same', async () => {
    const sent = await service.announced({ now: new Date(Date.now() - 92 * 86_400_000) });
    const report = aReport({ fields: FAILED, returned: `Message-ID: <${sent.messageId}>` });
    expect(await published(report)).toEqual([{ ...ABOUT, ...proven(sent) }]);
  });

  it('is published once however often it arrives', async () => {
    const sent = await service.announced();
    const report = aReport({ fields: FAILED, returned: `Message-ID: <${sent.messageId}>` });
    expect(await published(report)).toHaveLength(1);
    const before = (await service.listed()).length;
    await deliver(report.raw, '');
    await until(async () => {
      const mails = await service.listed();
      return mails.length > before && mails.every(({ state }) => state === 'processed');
    });
    const all = await service.committed(MailBouncedV1);
    expect(all.filter(({ data }) => data.deliveryId === sent.deliveryId)).toHaveLength(1);
  });

  it.each([
    ['nothing of ours', 'Message-ID: <strange@example.test>'],
    ['a forged token', `Message-ID: <${'a'.repeat(40)}@example.test>`],
  ])('that quotes %s is published without a delivery', async (_what, returned) => {
    expect(await published(aReport({ fields: failed('a.ghost@example.test'), returned }))).toEqual([
      { ...ABOUT, recipient: 'a.ghost@example.test', quotesToken: false },
    ]);
  });

  it('of somebody else than was written to is of that delivery, and ends nothing for good', async () => {
    const sent = await service.announced();
    const report = aReport({ fields: failed('a.ghost@example.test'), returned: `Message-ID: <${sent.messageId}>` });
    expect(await published(report)).toEqual([{ ...ABOUT, ...proven(sent), isPermanent: false }]);
  });

  it('that returns nothing is of the delivery whose Message-ID it answers', async () => {
    const sent = await service.announced();
    const { id, raw } = aReport({ fields: FAILED, returned: '' });
    const answering = Buffer.from(`In-Reply-To: <${sent.messageId}>\r\n${raw.toString()}`);
    expect(await published({ id, raw: answering })).toEqual([{ ...ABOUT, ...proven(sent) }]);
  });

  it("that names only the provider's Message-ID is of that delivery, and quotes no token", async () => {
    const sent = await service.announced();
    const outcome = { notificationId: sent.deliveryId, deliveryId: sent.deliveryId, attempt: 1, replyCode: 250 };
    const ids = { messageId: sent.messageId, providerMessageId: '<0100018f-report@ses.test>' };
    await service.publish(NotificationSentV1.make({ ...outcome, ...ids }, { source: '/services/outbound-mail' }));
    await until(
      async () =>
        ((await service.db.query(`SELECT 1 FROM sent_mail WHERE provider_message_id IS NOT NULL`)) as unknown[])[0],
    );
    const [report] = await published(aReport({ fields: FAILED, returned: 'Message-ID: <0100018f-report@ses.test>' }));
    expect(report).toMatchObject({ deliveryId: sent.deliveryId, quotesToken: false });
  });

  it('about a mail that is not known yet waits, and is published the moment it is', async () => {
    const sent = service.aSent();
    const { id, raw } = aReport({ fields: FAILED, returned: `Message-ID: <${sent.messageId}>` });
    await deliver(raw, '');
    await until(async () => (await service.mails((it) => it.messageId === id && it.outcome === 'wait'))[0]);
    await service.publish(sent.event);
    expect(await verdictOn(id)).toMatchObject({ outcome: 'record-bounce', decidedBy: 'delivery-report' });
    const all = await service.committed(MailBouncedV1);
    expect(all.map(({ data }) => data)).toContainEqual({ ...ABOUT, ...proven(sent) });
  });

  it.each([
    [
      'a success',
      'Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822; alice@example.test\nAction: delivered\nStatus: 2.0.0\n',
    ],
    [
      'a relay',
      'Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822; alice@example.test\nAction: relayed\nStatus: 2.0.0\n',
    ],
  ])('of %s is no bounce', async (_what, fields) => {
    const sent = await service.announced();
    expect(await published(aReport({ fields, returned: `Message-ID: <${sent.messageId}>` }))).toEqual([]);
  });

  it('of a delay is published as one', async () => {
    const sent = await service.announced();
    const fields =
      'Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822; alice@example.test\nAction: delayed\nStatus: 4.4.1\n';
    expect(await published(aReport({ fields, returned: `Message-ID: <${sent.messageId}>` }))).toEqual([
      { kind: 'bounce', action: 'delayed', statusCode: '4.4.1', isPermanent: false, ...proven(sent) },
    ]);
  });
});

describe('a complaint', () => {
  const ABOUT = { kind: 'complaint', action: 'complaint', statusCode: '5.7.1', isPermanent: true };

  it('is published with the delivery whose token it quotes', async () => {
    const sent = await service.announced();
    const report = aReport({ type: 'feedback-report', fields: COMPLAINT, returned: `Message-ID: <${sent.messageId}>` });
    const { deliveryId } = sent;
    expect(await published(report)).toEqual([
      { ...ABOUT, deliveryId, recipient: 'alice@example.test', quotesToken: true },
    ]);
    expect(await verdictOn(report.id)).toMatchObject({ outcome: 'record-complaint', decidedBy: 'complaint' });
  });

  it('that quotes no token of ours is published without a delivery', async () => {
    const report = aReport({ type: 'feedback-report', fields: COMPLAINT, returned: 'Message-ID: <x@example.test>' });
    expect(await published(report)).toEqual([{ ...ABOUT, recipient: 'ghost@example.test', quotesToken: false }]);
  });

  it('that is none, because it says that the mail was no spam, is ignored', async () => {
    const fields = COMPLAINT.replace('abuse', 'not-spam');
    const report = aReport({ type: 'feedback-report', fields, returned: 'Message-ID: <x@example.test>' });
    expect(await published(report)).toEqual([]);
    expect(await verdictOn(report.id)).toMatchObject({ outcome: 'ignore' });
  });
});
