import { randomBytes, randomUUID } from 'node:crypto';
import {
  startMicrosoft,
  type FakeMicrosoft,
  type MicrosoftBehaviour,
  type MicrosoftStep,
} from '@replyline/local-servers';
import { world } from '@replyline/testing';
import { describe, expect, it } from '@jest/globals';
import type { MailAttachment, OutboundMail } from '../provider.js';
import { aMail } from '../provider.contract.js';
import { graphProvider } from './graph.js';

const here = world();
const APP = { tenantId: 'contoso.test', clientId: randomUUID(), clientSecret: 'right' };

async function startFake(roles = ['Mail.Send', 'Mail.ReadWrite']): Promise<FakeMicrosoft> {
  const fake = await startMicrosoft({ apps: [{ ...APP, roles }], mailboxes: ['desk@contoso.test'] });
  here.onEnd(() => fake.stop());
  return fake;
}

const providerAt = ({ url }: FakeMicrosoft, fromAddress = 'desk@contoso.test', timeoutSeconds = 5) =>
  graphProvider({
    ...APP,
    cloud: 'global',
    mailbox: 'desk@contoso.test',
    fromAddress,
    timeoutSeconds,
    maxConnections: 2,
    baseUrl: url,
  });

const file = (size: number, filename = 'Übersicht.pdf'): MailAttachment => ({
  filename,
  mediaType: 'application/pdf',
  content: randomBytes(size),
});

/** The whole is not looked at where the mail goes in parts: only how large it is. */
const withFiles = (id: string, ...attachments: MailAttachment[]): OutboundMail => {
  const bare = aMail(id);
  const octets = attachments.map(({ content }) => content.toString('base64')).join('\r\n');
  return {
    ...bare,
    content: Buffer.from(`${bare.content.toString()}${octets}`),
    inParts: () => Promise.resolve({ content: bare.content, attachments }),
  };
};

const nothing = () => Promise.resolve();
const never = new AbortController().signal;
const stepsOf = ({ exchanges }: FakeMicrosoft) =>
  exchanges
    .filter(({ path }) => !path.endsWith('/token'))
    .map(({ method, path }) => `${method} ${path.split('/').at(-1)}`);

describe('a mail that Graph does not take in one question', () => {
  it('is a draft, and gets a large file in pieces', async () => {
    const fake = await startFake();
    const large = file(20_000_000);
    await providerAt(fake).send(withFiles('1', large), nothing, never);
    const [sent] = fake.mailboxes.sent;
    expect(sent).toMatchObject({ from: 'desk@contoso.test', messageId: '1@example.test' });
    expect(sent!.mime).toBe(aMail('1').content.toString('latin1'));
    expect(sent!.attachments.map(({ name, contentType }) => [name, contentType])).toEqual([
      ['Übersicht.pdf', 'application/pdf'],
    ]);
    expect(sent!.attachments[0]!.bytes.equals(large.content)).toBe(true);
    expect(fake.mailboxes.draftCount).toBe(0);
  });

  it('has pieces of a multiple of 320 KiB below 4 MB, and its small files in one', async () => {
    const fake = await startFake();
    const files = [file(2_900_000, 'a.pdf'), file(8_000_000, 'b.pdf'), file(0, 'c.pdf')];
    await providerAt(fake).send(withFiles('1', ...files), nothing, never);
    expect(fake.mailboxes.uploads.pieces).toEqual([3_932_160, 3_932_160, 8_000_000 - 2 * 3_932_160]);
    expect(fake.mailboxes.sent[0]!.attachments.map(({ bytes }, n) => bytes.equals(files[n]!.content))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it.each([2_999_999, 3_000_000, 3 * 1024 ** 2, 3_932_160, 3_932_161])(
    'has a file of %i bytes the way Graph wants it',
    async (size) => {
      const fake = await startFake();
      await providerAt(fake).send(withFiles('1', file(size), file(100_000)), nothing, never);
      expect(fake.mailboxes.sent[0]!.attachments.map(({ bytes }) => bytes.length)).toEqual([size, 100_000]);
    },
  );

  it('leaves from another address where the mailbox may send as it', async () => {
    const fake = await startFake();
    fake.mailboxes.sendAs.add('desk@contoso.test>noreply@contoso.test');
    await providerAt(fake, 'noreply@contoso.test').send(withFiles('1', file(4_000_000)), nothing, never);
    expect(fake.mailboxes.sent).toMatchObject([{ from: 'noreply@contoso.test', attachments: [{}] }]);
  });

  it('is handed over when all of it is there, and not before', async () => {
    const fake = await startFake();
    const seen: string[][] = [];
    await providerAt(fake).send(withFiles('1', file(4_000_000)), async () => void seen.push(stepsOf(fake)), never);
    expect(seen[0]!.at(-1)).toMatch(/^PUT /);
    expect(stepsOf(fake).at(-1)).toBe('POST send');
  });

  it('leaves no draft behind when it is not to be sent after all', async () => {
    const fake = await startFake();
    const sending = providerAt(fake).send(
      withFiles('1', file(4_000_000)),
      () => Promise.reject(new Error('lost')),
      never,
    );
    await expect(sending).rejects.toThrow('lost');
    expect([fake.mailboxes.draftCount, fake.mailboxes.sent]).toEqual([0, []]);
  });

  it('needs the permission to write drafts, and says so', async () => {
    const fake = await startFake(['Mail.Send']);
    const sending = providerAt(fake).send(withFiles('1', file(4_000_000)), nothing, never);
    await expect(sending).rejects.toMatchObject({ code: 'provider.permission_missing' });
    expect(fake.mailboxes.sent).toEqual([]);
  });

  it('goes as it is, in one question, where it is small', async () => {
    const fake = await startFake(['Mail.Send']);
    await providerAt(fake).send(withFiles('1', file(1_000_000)), nothing, never);
    expect(stepsOf(fake)).toEqual(['POST sendMail']);
  });
});

describe('a file that Graph refuses', () => {
  it.each<[MicrosoftStep, number, string, object]>([
    ['upload', 429, 'TooManyRequests', { code: 'provider.throttled', details: { retryAfterSeconds: 9 } }],
    ['upload', 503, 'ErrorServerBusy', { code: 'provider.try_later' }],
    ['upload', 504, 'UnknownError', { code: 'provider.try_later' }],
    ['upload', 404, '', { code: 'provider.try_later' }],
    ['upload', 413, 'ErrorMessageSizeExceeded', { code: 'provider.message_too_large' }],
    ['uploadSession', 429, 'ApplicationThrottled', { code: 'provider.throttled' }],
    ['uploadSession', 400, 'ErrorAttachmentSizeLimitExceeded', { code: 'provider.message_refused' }],
    ['attach', 503, 'ErrorServerBusy', { code: 'provider.try_later' }],
    ['send', 429, 'TooManyRequests', { code: 'provider.throttled' }],
    ['attach', 404, 'ErrorItemNotFound', { code: 'provider.try_later', details: { replyCode: 404 } }],
    ['send', 404, 'ErrorItemNotFound', { code: 'provider.try_later' }],
  ])('at %s with %i %s ends the mail, and its draft', async (at, status, code, expected) => {
    const fake = await startFake();
    fake.follow(({ step }) => (step === at ? { status, code, retryAfterSeconds: 9 } : undefined));
    const mail = withFiles('1', file(4_000_000), file(100));
    await expect(providerAt(fake).send(mail, nothing, never)).rejects.toMatchObject(expected);
    expect([fake.mailboxes.draftCount, fake.mailboxes.sent]).toEqual([0, []]);
  });

  it.each<[string, MicrosoftBehaviour, object]>([
    ['500', { status: 500, code: '' }, { code: 'provider.try_later' }],
    ['500 of Graph', { status: 500, code: 'generalException' }, { code: 'provider.try_later' }],
    ['416: somebody in between sent it twice', { status: 416, code: 'invalidRange' }, { code: 'provider.try_later' }],
    ['410: its time is over', { status: 410, code: 'itemNotFound' }, { code: 'provider.try_later' }],
    [
      '503 and when',
      { status: 503, code: 'serviceNotAvailable', retryAfterSeconds: 7 },
      { code: 'provider.try_later', details: { retryAfterSeconds: 7 } },
    ],
    ['a connection that is cut', { instead: 'close' }, { code: 'provider.unavailable' }],
    ['a connection that is cut behind it', { instead: 'close-after-accepting' }, { code: 'provider.unavailable' }],
    ['silence', { instead: 'silence' }, { code: 'provider.timeout' }],
  ])(
    'in the middle with %s ends the mail and its draft, and the next try begins anew',
    async (_what, how, expected) => {
      const fake = await startFake();
      // Whose patience is tried need not have much of it.
      const timeoutSeconds = 'instead' in how && how.instead === 'silence' ? 2 : undefined;
      const provider = providerAt(fake, 'desk@contoso.test', timeoutSeconds);
      let pieces = 0;
      fake.follow(({ step }) => (step === 'upload' && ++pieces === 2 ? how : undefined));
      const large = file(12_000_000);
      const mail = withFiles('1', file(100), large);
      await expect(provider.send(mail, nothing, never)).rejects.toMatchObject(expected);
      expect([fake.mailboxes.draftCount, fake.mailboxes.sent]).toEqual([0, []]);
      await providerAt(fake).send(mail, nothing, never);
      expect(fake.mailboxes.sent).toHaveLength(1);
      expect(fake.mailboxes.sent[0]!.attachments[1]!.bytes.equals(large.content)).toBe(true);
    },
  );

  it.each([{ status: 504, code: 'UnknownError' }, { instead: 'close-after-accepting' } as const])(
    'is not the question when nobody knows what became of the sending (%j)',
    async (behaviour) => {
      const fake = await startFake();
      fake.follow(({ step }) => (step === 'send' ? behaviour : undefined));
      const sending = providerAt(fake).send(withFiles('1', file(4_000_000)), nothing, never);
      await expect(sending).rejects.toMatchObject({ code: 'provider.unknown_outcome' });
      expect(fake.exchanges.filter(({ method }) => method === 'DELETE')).toEqual([]);
    },
  );

  it('is not brought to a place of somebody else', async () => {
    const fake = await startFake();
    const elsewhere = await startFake();
    fake.mailboxes.uploads.place = elsewhere.url;
    const sending = providerAt(fake).send(withFiles('1', file(4_000_000)), nothing, never);
    await expect(sending).rejects.toMatchObject({ code: 'provider.protocol_error' });
    expect(elsewhere.exchanges).toEqual([]);
  });

  it('says nothing of its place, its name or what is in it', async () => {
    const fake = await startFake();
    fake.follow(({ step }) => (step === 'upload' ? { instead: 'close' } : undefined));
    const failure: unknown = await providerAt(fake)
      .send(withFiles('1', file(4_000_000)), nothing, never)
      .catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'provider.unavailable' });
    expect(JSON.stringify([failure, (failure as Error).stack, (failure as Error).cause])).not.toMatch(
      /upload\/|Übersicht/,
    );
  });
});

it('a small file is in the words of Graph too, where the application may write no draft', async () => {
  const fake = await startFake(['Mail.Send']);
  fake.mailboxes.sendAs.add('desk@contoso.test>noreply@contoso.test');
  const content = Buffer.from(
    [
      'From: <noreply@contoso.test>',
      'To: <ada@example.test>',
      'Message-ID: <1@example.test>',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      'Content-Type: text/plain',
      '',
      'Hello',
      '--b',
      'Content-Type: text/csv; name="a.csv"',
      'Content-Disposition: attachment; filename="a.csv"',
      'Content-Transfer-Encoding: base64',
      '',
      'YTtiCg==',
      '--b--',
      '',
    ].join('\r\n'),
  );
  await providerAt(fake, 'noreply@contoso.test').send({ ...aMail('1'), content }, nothing, never);
  expect(fake.mailboxes.sent[0]?.attachments).toEqual([
    { name: 'a.csv', contentType: 'text/csv', bytes: Buffer.from('a;b\n') },
  ]);
});
