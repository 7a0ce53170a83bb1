import { randomUUID } from 'node:crypto';
import { ReplyRejectedV1 } from '@replyline/contracts';
import { expiryDayFor, mintToken } from '@replyline/intent';
import { until, world } from '@replyline/testing';
import { beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { anAnswer } from '../testing/an-answer.js';
import { intentKeys, type ServiceUnderTest, type Sending, type Sent } from '../testing/service-under-test.js';
import { serviceWithMailbox, type ServiceWithMailbox } from '../testing/service-with-mailbox.js';
import { undecided } from '../testing/undecided.js';
import { MAX_NOTICES_A_DAY } from './notices.js';
import { TriageMail } from './triage-mail.js';

const here = world();
let deliver: ServiceWithMailbox['deliver'];
let verdictOn: ServiceWithMailbox['verdictOn'];
let service: ServiceUnderTest;

beforeAll(async () => {
  ({ service, deliver, verdictOn } = await serviceWithMailbox(here));
  await service.configure();
});

beforeEach(() => service.aDayPasses());

describe('what is said to a person about his replies', () => {
  const rejections = async (): Promise<number> => (await service.committed(ReplyRejectedV1)).length;

  it.each<NonNullable<Sending['kind']>>(['reply-rejected', 'reply-held'])(
    'is nothing where he answers a notice: %s',
    async (kind) => {
      const sent = await service.announced({ purpose: 'no-reply', kind });
      const before = await rejections();
      const messageId = `answer-to-${kind}@example.test`;
      await deliver(anAnswer(sent.token, { messageId, text: 'I am a machine that does not say so.' }));
      expect(await verdictOn(messageId)).toMatchObject({
        outcome: 'ignore',
        decidedBy: 'answers-notice',
        verdict: { because: 'it answers a notice' },
        reply: { text: 'I am a machine that does not say so.' },
      });
      expect(await rejections()).toBe(before);
    },
  );

  it('is said once a day for the same reason; of more the verdict says that nobody was told, until another day', async () => {
    const sent = await service.announced({ purpose: 'no-reply' });
    const before = await rejections();
    const verdicts = ['once-1@example.test', 'once-2@example.test'];
    for (const messageId of verdicts) await deliver(anAnswer(sent.token, { messageId, text: 'On it.' }));
    expect(await verdictOn(verdicts[1]!)).toMatchObject({
      outcome: 'reject',
      verdict: { reason: 'no-reply', untold: 'told-today' },
      reply: { text: 'On it.' },
    });
    expect(await rejections()).toBe(before + 1);
    const other = await service.announced({ now: new Date('2026-01-01T00:00:00Z') });
    await deliver(anAnswer(other.token, { messageId: 'other-reason@example.test' }));
    expect((await verdictOn('other-reason@example.test')).verdict).not.toHaveProperty('untold');
    expect(await rejections()).toBe(before + 2);
    await service.aDayPasses();
    await deliver(anAnswer(sent.token, { messageId: 'the-day-after@example.test' }));
    await verdictOn('the-day-after@example.test');
    expect(await rejections()).toBe(before + 3);
  });

  it('is said ten times a day at most, whatever it is', async () => {
    const ids = Array.from({ length: MAX_NOTICES_A_DAY + 1 }, (_, at) => `held-${at}@example.test`);
    for (const messageId of ids) {
      const { token } = await service.announced();
      await deliver(anAnswer(token, { messageId, from: 'mallory@example.test' }));
    }
    expect(await verdictOn(ids.at(-1)!)).toMatchObject({ outcome: 'hold', verdict: { untold: 'daily-limit' } });
    expect((await verdictOn(ids.at(-2)!)).verdict).not.toHaveProperty('untold');
  });

  it('is not that it was rejected, when it was posted and the mailbox is read again after the token expired', async () => {
    const sent = await service.announced({ now: new Date(Date.now() - 89 * 86_400_000) });
    await deliver(anAnswer(sent.token, { messageId: 'posted@example.test' }));
    await verdictOn('posted@example.test');
    const before = await rejections();
    const again = anAnswer(anExpired(sent), { messageId: 'posted@example.test' });
    await deliver(again);
    const copies = await until(async () => {
      const found = await service.mails(({ messageId }) => messageId === 'posted@example.test');
      return found.length === 2 && found.every(({ state }) => state === 'processed') ? found : undefined;
    });
    expect(copies.map(({ decidedBy }) => decidedBy)).toEqual(['accept', 'duplicate']);
    expect(await rejections()).toBe(before);
  });
});

describe('two who decide mails of the same persons', () => {
  /** A mail of a stranger, in a mailbox that nobody reads: somebody is asked about it. */
  const stored = async (userId: string): Promise<string> => {
    const { token, replyKey } = await service.announced();
    const isOf = () =>
      service.db.query(`UPDATE sent_mail SET user_id = $1 WHERE reply_key = $2 RETURNING 1`, [userId, replyKey]);
    await until(async () => ((await isOf()) as [unknown[]])[0].length > 0);
    const id = randomUUID();
    await service.db.query(
      `INSERT INTO inbound_mail (id, mailbox, mail_id, raw, is_whole, size_bytes, received_at, stored_at, next_try_at)
       VALUES ($1, 'elsewhere', $1::uuid::text, $2, true, 1, now(), now(), '2101-01-01')`,
      [id, anAnswer(token, { messageId: `${id}@example.test`, from: 'mallory@example.test' })],
    );
    return id;
  };
  const LOCK = `SELECT pg_advisory_xact_lock(hashtext('notices:' || $1))`;

  it('do not wait for each other, whatever the order of the mails', async () => {
    const users: { id: string }[] = await service.db.query(
      `SELECT id FROM unnest($1::text[]) AS it (id) ORDER BY hashtext('notices:' || id)`,
      [[randomUUID(), randomUUID()]],
    );
    const [first, second] = users.map(({ id }) => id) as [string, string];
    const mails = [await stored(second), await stored(first)];
    const other = service.db.createQueryRunner();
    await other.startTransaction();
    await other.query(LOCK, [first]);
    const deciding = service.app.get(TriageMail).decideAll(await undecided(service.db, mails));
    const isWaiting = () =>
      service.db.query(
        `SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
      );
    await until(async () => ((await isWaiting()) as unknown[]).length > 0);
    await Promise.all([
      expect(deciding).resolves.toEqual({ left: [], failed: [] }),
      other.query(LOCK, [second]).then(() => other.commitTransaction()),
    ]);
    await other.release();
    const rows: { outcome: string }[] = await service.db.query(`SELECT outcome FROM inbound_mail WHERE id = ANY($1)`, [
      mails,
    ]);
    expect(rows).toEqual([{ outcome: 'hold' }, { outcome: 'hold' }]);
  });
});

/** Its token as it would be after its last day. */
const anExpired = ({ replyKey }: Sent): string =>
  mintToken({ purpose: 'reply', replyKey, expiryDay: expiryDayFor(new Date('2026-01-01T00:00:00Z')) }, intentKeys);
