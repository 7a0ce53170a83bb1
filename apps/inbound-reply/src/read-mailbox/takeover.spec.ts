import { ReplyReceivedV1 } from '@replyline/contracts';
import {
  deliverByLmtp,
  startDovecot,
  startTcpProxy,
  type RunningDovecot,
  type TcpProxy,
} from '@replyline/local-servers';
import { until, world } from '@replyline/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { anAnswer } from '../testing/an-answer.js';
import { ProcessReplica } from '../testing/process-replica.js';
import { ServiceUnderTest, type Sent } from '../testing/service-under-test.js';

const here = world();
let dovecot: RunningDovecot;
let cable: TcpProxy;
/** Reads, in a process of its own. */
let reader: ProcessReplica;
/** Would read if the other one did not. */
let standby: ServiceUnderTest;
/** Sees what is said to the mail server before the mail server does. */
let overhear: (said: string) => void;

beforeEach(async () => {
  overhear = () => undefined;
  const dir = here.folder();
  dovecot = await startDovecot({ dir, domain: 'example.test', users: { replies: 'secret' }, isForgetful: true });
  here.onEnd(() => dovecot.stop());
  const admits = (said: Buffer) => (overhear(said.toString('latin1')), true);
  cable = await startTcpProxy({ targetPort: dovecot.ports.imap, admits });
  here.onEnd(() => cable.stop());
  const [databaseUrl, nats] = [await here.freshDatabase(), await here.nats()];
  const servers = { databaseUrl, natsUrl: nats.url, imapPort: cable.port, password: 'secret' };
  reader = await ProcessReplica.start(servers);
  standby = await ServiceUnderTest.start(servers);
  expect(await epoch()).toBe(1);
  await standby.configure();
  await until(() => cable.openConnections() === 1, { what: 'the reader' });
});

// They share what they hear with every other replica on this broker.
afterEach(async () => {
  await reader.kill9();
  await standby.stop();
});

async function epoch(): Promise<number> {
  const rows: { epoch: string }[] = await standby.db.query(`SELECT epoch FROM lease WHERE name = 'reply-mailbox'`);
  return Number(rows[0]?.epoch);
}

async function cursor(): Promise<string> {
  const rows: { cursor: string }[] = await standby.db.query(`SELECT cursor FROM mailbox`);
  return rows[0]!.cursor;
}

async function isBehind({ replyKey }: Sent): Promise<boolean> {
  const rows: unknown[] = await standby.db.query(
    `SELECT 1 FROM mailbox JOIN inbound_mail ON mail_id = cursor WHERE reply_key = $1`,
    [replyKey],
  );
  return rows.length > 0;
}

/** Known to both: an announcement that a frozen one has in hand would be given to the other half a minute later. */
async function announced(): Promise<Sent> {
  const sent = await standby.announced();
  const isKnown = () => standby.db.query(`SELECT 1 FROM sent_mail WHERE reply_key = $1`, [sent.replyKey]);
  await until(async () => ((await isKnown()) as unknown[]).length > 0, {
    what: 'the announcement',
  });
  return sent;
}

async function isAnswered(sent: Sent): Promise<void> {
  await deliverByLmtp({
    port: dovecot.ports.lmtp,
    reversePath: 'alice@example.test',
    forwardPaths: ['replies@example.test'],
    message: anAnswer(sent.token),
  });
}

const received = async ({ conversationId }: Sent): Promise<number> =>
  (await standby.committed(ReplyReceivedV1)).filter(({ data }) => data.conversationId === conversationId).length;
const isReceived = (sent: Sent) =>
  until(async () => (await received(sent)) === 1, { deadlineMs: 60_000, what: 'the reply' });

describe('the reader of a mailbox', () => {
  it('that is killed is replaced by another replica, which reads on', async () => {
    const [first, second] = [await announced(), await announced()];
    await isAnswered(first);
    await isReceived(first);
    await reader.kill9();
    await isAnswered(second);
    await isReceived(second);
    expect(await epoch()).toBe(2);
    expect(await received(first)).toBe(1);
  });

  it('that freezes with a mail in hand is replaced, and what it writes when it wakes is refused', async () => {
    const [inHand, later] = [await announced(), await announced()];
    let frozen = 0;
    overhear = (said) => {
      if (frozen > 0 || !/BODY\.PEEK\[/.test(said)) return;
      frozen += 1;
      reader.freeze();
    };
    await isAnswered(inHand);
    await until(() => frozen === 1, { what: 'the reader to fetch a mail' });
    await isAnswered(later);
    await isReceived(later);
    expect(await epoch()).toBe(2);
    expect(await received(inHand)).toBe(1);
    await until(() => isBehind(later), { what: 'the cursor' });
    const behind = await cursor();
    expect(cable.openConnections()).toBe(2);
    // It has the mail that it asked for, and goes on as if nothing had happened: a cursor of its own would go back to it.
    reader.wake();
    await until(() => cable.openConnections() === 1, { what: 'the frozen reader to let go' });
    expect(await cursor()).toBe(behind);
    expect(await epoch()).toBe(2);
    expect([await received(inHand), await received(later)]).toEqual([1, 1]);
  });
});
