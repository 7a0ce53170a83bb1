import { triage, type Facts } from '@replyline/mail';
import { extractReply, readMessage } from '@replyline/mail/reading';
import { until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { anAnswer, quoted, type Answer } from '../testing/an-answer.js';
import { SENT_TEXT, type ServiceUnderTest, type Mail } from '../testing/service-under-test.js';
import { serviceWithMailbox, type ServiceWithMailbox } from '../testing/service-with-mailbox.js';
import type { MadeCase } from './make-case.js';

const here = world();
let deliver: ServiceWithMailbox['deliver'];
let service: ServiceUnderTest;

beforeAll(async () => {
  ({ service, deliver } = await serviceWithMailbox(here));
  await service.configure();
});

async function decided(message: Buffer): Promise<Mail> {
  const before = (await service.listed()).map(({ id }) => id);
  await deliver(message);
  const isNew = ({ id, state }: { id: string; state: string }) => state === 'processed' && !before.includes(id);
  return until(async () => (await service.mails(isNew))[0], { what: 'a verdict' });
}
const caseOf = async ({ id }: Mail) => (await service.get(`/v1/inbound-mails/${id}/case`)) as MadeCase;

/** As the test of the corpus decides it. */
async function verdictIn({ files }: MadeCase) {
  const mail = await readMessage(Buffer.from(files[0]!.content));
  const { facts } = JSON.parse(files[1]!.content) as { facts?: Partial<Facts> };
  return triage(mail, {
    intent: { kind: 'valid', purpose: 'reply', replyKey: '1' },
    senderProven: 'proven',
    senderIsOnRecord: mail.from[0]?.address === 'bob@example.test',
    alreadyReceived: false,
    replyText: extractReply({ mail }).text,
    ...facts,
  });
}

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

  it.each<[string, Answer, boolean, string]>([
    ['from another address of hers', { from: 'ALICE.home@example.org' }, true, 'accept'],
    ['from a stranger', { from: 'mallory@example.test' }, true, 'sender-not-proven'],
    ['that nothing proves', {}, false, 'sender-not-proven'],
  ])('of an answer %s is decided as it was, by the test of the corpus', async (_what, answer, isTrusted, decidedBy) => {
    await service.configure({ senderProof: { kind: isTrusted ? 'trust-from' : 'none' } });
    const mail = await decided(anAnswer((await service.announced()).token, answer));
    expect(mail.decidedBy).toBe(decidedBy);
    expect(await verdictIn(await caseOf(mail))).toMatchObject({ outcome: mail.outcome, decidedBy });
  });

  it('is not made of a mail that is not here', async () => {
    const nobody = '/v1/inbound-mails/00000000-0000-4000-8000-000000000000/case';
    expect((await service.fetch(nobody)).status).toBe(404);
  });
});
