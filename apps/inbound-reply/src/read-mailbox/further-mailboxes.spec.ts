import { MailboxUnhealthyV1, ReplyHeldV1, ReplyMailboxDocument, ReplyReceivedV1 } from '@replyline/contracts';
import { replyAddress } from '@replyline/intent';
import { deliverByLmtp, startDovecot, type RunningDovecot } from '@replyline/local-servers';
import { Documents } from '@replyline/messaging';
import { until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { anAnswer } from '../testing/an-answer.js';
import { ServiceUnderTest, type Sent } from '../testing/service-under-test.js';

const here = world();
const USERS = { replies: 'secret', old: 'secret', older: 'secret' };
let dovecot: RunningDovecot;
let service: ServiceUnderTest;

beforeAll(async () => {
  dovecot = await startDovecot({
    dir: `${here.folder()}/dovecot`,
    domain: 'example.test',
    users: USERS,
    isForgetful: true,
  });
  here.onEnd(() => dovecot.stop());
  const [databaseUrl, nats] = [await here.freshDatabase(), await here.nats()];
  const servers = { databaseUrl, natsUrl: nats.url, imapPort: dovecot.ports.imap, password: 'secret' };
  service = await ServiceUnderTest.start(servers);
  here.onEnd(() => service.stop());
  await service.configure();
  await service.configure({ id: 'old', ...at('old') });
});

const at = (login: keyof typeof USERS) => ({ user: `${login}@example.test`, replyToAddress: `${login}@example.test` });

/** An answer to a mail whose Reply-To pointed to this mailbox. */
const answer = ({ token }: Sent, login: keyof typeof USERS, from = 'alice@example.test'): Promise<void> =>
  deliverByLmtp({
    port: dovecot.ports.lmtp,
    reversePath: from,
    forwardPaths: [`${login}@example.test`],
    message: anAnswer(token, { from, to: replyAddress(`${login}@example.test`, token) }),
  });

const received = async ({ conversationId }: Sent): Promise<number> =>
  (await service.committed(ReplyReceivedV1)).filter(({ data }) => data.conversationId === conversationId).length;
const isReceived = (sent: Sent) => until(async () => (await received(sent)) === 1);

describe('a further reply mailbox', () => {
  it('is read beside the main one, each under a lease of its own', async () => {
    const [one, other] = [await service.announced(), await service.announced()];
    await answer(one, 'replies');
    await answer(other, 'old');
    await isReceived(one);
    await isReceived(other);
    const leases: { name: string }[] = await service.db.query(`SELECT name FROM lease ORDER BY name`);
    expect(leases.map(({ name }) => name)).toEqual(['reply-mailbox', 'reply-mailbox.old']);
    const mailboxes = new Set((await service.mails()).map(({ mailbox }) => mailbox));
    expect(mailboxes.size).toBe(2);
  });

  it('proves senders in its own way', async () => {
    await service.configure({ id: 'old', revision: 2, ...at('old'), senderProof: { kind: 'none' } });
    const [held, posted] = [await service.announced(), await service.announced()];
    await answer(posted, 'replies');
    await answer(held, 'old');
    await isReceived(posted);
    await until(async () =>
      (await service.committed(ReplyHeldV1)).some(({ data }) => data.deliveryId === held.deliveryId),
    );
    expect(await received(held)).toBe(0);
    await service.configure({ id: 'old', revision: 3, ...at('old') });
  });

  it('that cannot be read is named, and the others are read', async () => {
    await service.configure({ id: 'older', ...at('older'), password: 'x'.repeat(60) });
    await until(async () => (await service.committed(MailboxUnhealthyV1))[0]);
    expect((await service.committed(MailboxUnhealthyV1)).map(({ data }) => data)).toEqual([
      { mailbox: 'reply-mailbox.older', code: 'seal.not_ours' },
    ]);
    const sent = await service.announced();
    await answer(sent, 'old');
    await isReceived(sent);
  });

  it('is not read any more when it is deleted, and goes on where it was when it is set up again', async () => {
    const [before, after] = [await service.announced(), await service.announced()];
    await service.forgetMailbox('old');
    await until(() => service.app.get(Documents).get(ReplyMailboxDocument, 'old') === undefined);
    await answer(before, 'old');
    await answer(after, 'replies');
    await isReceived(after);
    expect(await received(before)).toBe(0);
    await service.configure({ id: 'old', revision: 4, ...at('old') });
    await isReceived(before);
  });
});
