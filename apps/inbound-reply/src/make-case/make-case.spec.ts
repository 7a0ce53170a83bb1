import { deliverByLmtp, startDovecot, type RunningDovecot } from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { anAnswer, MAILBOX, quoted } from '../testing/an-answer.js';
import { SENT_TEXT, ServiceUnderTest, type Mail } from '../testing/service-under-test.js';
import type { MadeCase } from './make-case.js';

const here = world();
let dovecot: RunningDovecot;
let service: ServiceUnderTest;

beforeAll(async () => {
  const users = { replies: 'secret' };
  dovecot = await startDovecot({ dir: `${here.folder()}/dovecot`, domain: 'example.test', users, isForgetful: true });
  here.onEnd(() => dovecot.stop());
  const [databaseUrl, nats] = [await here.freshDatabase(), await here.nats()];
  const servers = { databaseUrl, natsUrl: nats.url, imapPort: dovecot.ports.imap, password: 'secret' };
  service = await ServiceUnderTest.start(servers);
  here.onEnd(() => service.stop());
  await service.configure();
}, 60_000);

async function decided(message: Buffer): Promise<Mail> {
  const before = (await service.mails()).length;
  const to = { port: dovecot.ports.lmtp, reversePath: 'alice@example.test', forwardPaths: [MAILBOX] };
  await deliverByLmtp({ ...to, message });
  return until(async () => (await service.mails()).slice(before).find(({ state }) => state === 'processed'), {
    what: 'a verdict',
  });
}
const caseOf = async ({ id }: Mail) => (await service.get(`/v1/inbound-mails/${id}/case`)) as MadeCase;

describe('a case for the corpus', () => {
  it("shows the same as the mail, and nobody's words, names or addresses", async () => {
    const sent = await service.announced();
    const text = `Friday suits Zebediah.${quoted(SENT_TEXT)}`;
    const made = await caseOf(await decided(anAnswer(sent.token, { text })));
    expect(made.isFaithful).toBe(true);
    expect(made.files.map(({ path }) => path.replace(/mail-[0-9a-f-]{36}/, 'mail-ID'))).toEqual([
      'corpus/mail-ID.eml',
      'corpus/mail-ID.expected.json',
      'corpus/sent/mail-ID.eml',
    ]);
    const expected = JSON.parse(made.files[1]!.content) as { reply: { text: string; minConfidence: number } };
    expect(expected).toMatchObject({ verdict: 'accept', decidedBy: 'accept' });
    expect(expected.reply.minConfidence).toBeGreaterThan(0.5);
    expect(expected.reply.text.split(' ').map((word) => word.length)).toEqual([6, 5, 9]);
    const decoded = made.files.map(({ content }) => content).join();
    expect(decoded).not.toMatch(/zebediah|alice|suits/i);
    expect(decoded).not.toContain(sent.token);
  });

  it('is not made of a mail that is not here', async () => {
    const nobody = '/v1/inbound-mails/00000000-0000-4000-8000-000000000000/case';
    expect((await service.fetch(nobody)).status).toBe(404);
  });
});
