import { ReplyReceivedV1 } from '@replyline/contracts';
import { until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { anAnswer, MAILBOX } from '../testing/an-answer.js';
import { type ServiceUnderTest, type Mail, type Sent } from '../testing/service-under-test.js';
import { serviceWithMailbox, type ServiceWithMailbox } from '../testing/service-with-mailbox.js';

const here = world();
const MB = 1024 * 1024;
let deliver: ServiceWithMailbox['deliver'];
let service: ServiceUnderTest;

beforeAll(async () => {
  ({ service, deliver } = await serviceWithMailbox(here, { MAX_MAIL_BYTES: String(30 * MB) }));
  await service.configure();
});

/** Delivers it, and an ordinary answer behind it: the reader must get to both. */
async function afterwards(message: Buffer): Promise<{ mail: Mail; texts: string[] }> {
  const before = (await service.listed()).length;
  const sent = await service.announced();
  for (const mail of [message, anAnswer(sent.token, { text: 'Still here.' })]) {
    await deliver(mail);
  }
  await until(async () => (await textsOf(sent)).includes('Still here.'), {
    what: 'the answer behind it',
  });
  return { mail: (await service.mails())[before]!, texts: await textsOf(sent) };
}

const textsOf = async ({ conversationId }: Sent): Promise<string[]> =>
  (await service.committed(ReplyReceivedV1))
    .filter(({ data }) => data.conversationId === conversationId)
    .map(({ data }) => data.text);

const multipart = (parts: readonly string[], fields = ''): Buffer =>
  Buffer.from(
    `From: alice@example.test\r\nTo: ${MAILBOX}\r\nSubject: x\r\nMIME-Version: 1.0\r\n${fields}` +
      `Content-Type: multipart/mixed; boundary=b\r\n\r\n${parts.map((part) => `--b\r\n${part}\r\n`).join('')}--b--\r\n`,
  );

describe('the reader goes on after', () => {
  it('a mail of 25 MB, whose reply it reads', async () => {
    const sent = await service.announced();
    const attachment = `Content-Type: application/octet-stream\r\nContent-Transfer-Encoding: base64\r\n\r\n${`${'QUJD'.repeat(19)}\r\n`.repeat((25 * MB) / 78)}`;
    const text = 'Content-Type: text/plain\r\n\r\nSee the attachment.';
    const { mail } = await afterwards(multipart([text, attachment], `In-Reply-To: <${sent.messageId}>\r\n`));
    expect(mail).toMatchObject({ outcome: 'accept', isWhole: true });
    expect(mail.sizeBytes).toBeGreaterThan(25 * MB - 78);
    expect(await textsOf(sent)).toEqual(['See the attachment.']);
  });

  it('a mail over the limit, of which only the header section is kept and the person on record is told', async () => {
    const sent = await service.announced();
    const huge = anAnswer(sent.token, { messageId: 'huge@example.test', text: `${'x'.repeat(998)}\n`.repeat(31_500) });
    const { mail } = await afterwards(huge);
    expect(mail).toMatchObject({
      outcome: 'reject',
      verdict: { reason: 'too-large' },
      isWhole: false,
      messageId: 'huge@example.test',
    });
    const raw = await (await service.fetch(`/v1/inbound-mails/${mail.id}/raw`)).text();
    expect(raw).toMatch(/^Return-Path[^]*charset=utf-8\r\n\r\n$/);
  });

  it('a mail of 10,000 parts', async () => {
    const { mail } = await afterwards(
      multipart(Array.from({ length: 10_000 }, () => 'Content-Type: text/plain\r\n\r\nx')),
    );
    expect(mail).toMatchObject({ state: 'processed', decidedBy: 'no-intent' });
  });

  it('a mail of 30,000 parts, which is more than is read', async () => {
    const { mail } = await afterwards(
      multipart(Array.from({ length: 30_000 }, () => 'Content-Type: text/plain\r\n\r\nx')),
    );
    expect(mail).toMatchObject({ state: 'processed', outcome: 'unreadable', decidedBy: 'reader' });
  });

  it('a wrong charset, read as what was meant', async () => {
    const sent = await service.announced();
    const mislabelled = Buffer.from(anAnswer(sent.token, { text: 'Grüße' }).toString('utf8'), 'latin1');
    const { mail } = await afterwards(mislabelled);
    expect(mail).toMatchObject({ outcome: 'accept', reply: { text: 'Grüße' } });
  });

  it('an unknown charset', async () => {
    const sent = await service.announced();
    const unknown = anAnswer(sent.token).toString().replace('charset=utf-8', 'charset=x-klingon');
    expect((await afterwards(Buffer.from(unknown))).mail).toMatchObject({
      outcome: 'accept',
      reply: { text: 'Yes, at noon.' },
    });
  });

  it('a mail without a Message-ID', async () => {
    const sent = await service.announced();
    const { mail } = await afterwards(anAnswer(sent.token, { messageId: undefined }));
    expect(mail).toMatchObject({ outcome: 'accept', messageId: null });
  });

  it('NUL bytes in header and body', async () => {
    const sent = await service.announced();
    const body = Buffer.from('A\0 b\0.').toString('base64');
    const fields = 'Content-Transfer-Encoding: base64\r\nX-Raw: \0\r\n';
    const { mail } = await afterwards(anAnswer(sent.token, { subject: '=?utf-8?Q?Re:=00_x?=', text: body, fields }));
    expect(mail).toMatchObject({ outcome: 'accept', reply: { text: 'A b.' } });
  });

  it('header injection in names and subjects', async () => {
    const sent = await service.announced();
    const name = `=?utf-8?Q?Alice=0D=0ABcc:_evil@example.test?= <alice@example.test>`;
    const subject = '=?utf-8?Q?Re:_x=0D=0AAuto-Submitted:_auto-replied?=';
    const { mail } = await afterwards(anAnswer(sent.token, { from: name, subject }));
    // Programs do not agree on who wrote it, so its owner is asked.
    expect(mail).toMatchObject({ outcome: 'hold', decidedBy: 'sender-not-proven', reply: { text: 'Yes, at noon.' } });
  });

  it('bytes that are no mail at all', async () => {
    const noise = Buffer.from(Uint8Array.from({ length: 4_000 }, (_, at) => (at * 7_919) % 256));
    const { mail } = await afterwards(Buffer.concat([Buffer.from('\r\n'), noise]));
    expect(mail).toMatchObject({ state: 'processed', outcome: 'ignore' });
  });
});
