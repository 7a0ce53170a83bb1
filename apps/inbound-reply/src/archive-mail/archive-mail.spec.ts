import { randomUUID } from 'node:crypto';
import { fakeClock, until, world } from '@replyline/testing';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { Clock } from '../clock.js';
import { ArchivedMailbox } from '../testing/archived-mailbox.js';
import { serviceAlone } from '../testing/service-alone.js';
import type { ServiceUnderTest } from '../testing/service-under-test.js';

const here = world();
const clock = fakeClock('2026-11-21T12:00:00Z');
let service: ServiceUnderTest;

beforeAll(async () => {
  service = await serviceAlone(here);
  service.app.get(Clock).now = clock.now;
  await until(async () => (await service.db.query(`SELECT 1 FROM lease WHERE name = 'reply-mailbox'`))[0]);
});

const POOR = { imapCapability: 'IMAP4rev1 NAMESPACE' };
const PLUS = { imapCapability: 'IMAP4rev1 NAMESPACE UIDPLUS' };
const numbered = (count: number): string[] => Array.from({ length: count }, (_nothing, index) => `${index + 1}`);

describe('processed mail', () => {
  it('moves each Sunday to the folder of its week, and what was processed since stays for the next one', async () => {
    const mailbox = await ArchivedMailbox.on(here, service);
    await mailbox.doneUntil('2026-11-15T00:00Z');
    await mailbox.processed('2026-11-16T10:00Z', ['monday']);
    await mailbox.processed('2026-11-21T23:59Z', ['saturday']);
    clock.set('2026-11-21T23:59:59Z');
    await mailbox.look();
    expect(await mailbox.folders()).toEqual({ INBOX: ['monday', 'saturday'] });
    clock.set('2026-11-22T09:00:00Z');
    await mailbox.processed('2026-11-22T08:00Z', ['sunday']);
    await mailbox.look();
    await mailbox.look();
    expect(await mailbox.folders()).toEqual({ INBOX: ['sunday'], 'Archive/2026-W47': ['monday', 'saturday'] });
    clock.set('2026-11-29T00:00:00Z');
    await mailbox.look();
    expect(await mailbox.folders()).toMatchObject({ INBOX: [], 'Archive/2026-W48': ['sunday'] });
    expect(await mailbox.runs()).toMatchObject([
      { kind: 'move', week: '2026-W47', ended: true, mails: 2 },
      { kind: 'move', week: '2026-W48', ended: true, mails: 1 },
    ]);
  });

  it('of two Sundays that were missed moves to two folders, as if none had been missed', async () => {
    const mailbox = await ArchivedMailbox.on(here, service);
    await mailbox.doneUntil('2026-11-08T00:00Z');
    await mailbox.processed('2026-11-10T10:00Z', ['first week']);
    await mailbox.processed('2026-11-18T10:00Z', ['second week']);
    clock.set('2026-11-25T12:00:00Z');
    await mailbox.look();
    expect(await mailbox.folders()).toEqual({
      INBOX: [],
      'Archive/2026-W46': ['first week'],
      'Archive/2026-W47': ['second week'],
    });
  });

  it('waits for the next Sunday where the archive was just switched on', async () => {
    const mailbox = await ArchivedMailbox.on(here, service);
    clock.set('2026-11-25T12:00:00Z');
    await mailbox.processed('2026-01-10T10:00Z', ['long ago']);
    await mailbox.look();
    expect(await mailbox.folders()).toEqual({ INBOX: ['long ago'] });
    clock.set('2026-11-29T00:00:00Z');
    await mailbox.look();
    expect(await mailbox.folders()).toEqual({ INBOX: [], 'Archive/2026-W48': ['long ago'] });
  });

  it.each([
    ['where the clocks are set back', 'Europe/Berlin', '2026-10-24T21:59:59Z', '2026-10-24T22:00:00Z', '2026-W43'],
    ['where midnight does not exist', 'America/Santiago', '2026-09-06T03:59:59Z', '2026-09-06T04:00:00Z', '2026-W36'],
    ['at the end of a year of 53 weeks', 'UTC', '2027-01-02T23:59:59Z', '2027-01-03T00:00:00Z', '2026-W53'],
    ['in the first week of a year', 'UTC', '2027-01-09T23:59:59Z', '2027-01-10T00:00:00Z', '2027-W01'],
  ])(
    'moves when Sunday begins %s',
    async (_name, timeZone, before, begins, week) => {
      const mailbox = await ArchivedMailbox.on(here, service, { archive: { timeZone } });
      await mailbox.doneUntil(new Date(Date.parse(begins) - 6 * 86_400_000).toISOString());
      await mailbox.processed(new Date(Date.parse(begins) - 3_600_000).toISOString(), ['a mail']);
      clock.set(before);
      await mailbox.look();
      expect(await mailbox.folders()).toEqual({ INBOX: ['a mail'] });
      clock.set(begins);
      await mailbox.look();
      expect(await mailbox.folders()).toEqual({ INBOX: [], [`Archive/${week}`]: ['a mail'] });
    },
    30_000,
  );

  it.each<[string, object, string, object]>([
    [
      'with folders under INBOX',
      { folders: { prefix: 'INBOX.', separator: '.' } },
      'INBOX.Archive.2026-W47',
      { INBOX: ['other \\Deleted'] },
    ],
    ['without MOVE', PLUS, 'Archive/2026-W47', { INBOX: ['other \\Deleted'] }],
    [
      'without MOVE and UIDPLUS, where it stays flagged for whoever expunges',
      POOR,
      'Archive/2026-W47',
      { INBOX: ['mine \\Deleted', 'other \\Deleted'] },
    ],
  ])(
    'moves on a server %s, and what somebody else has flagged stays',
    async (_name, options, path, rest) => {
      const mailbox = await ArchivedMailbox.on(here, service, options);
      await mailbox.doneUntil('2026-11-15T00:00Z');
      await mailbox.processed('2026-11-16T10:00Z', ['mine']);
      await mailbox.processed('2026-11-16T10:00Z', ['other'], { state: 'stored', outcome: null, decided_at: null });
      await mailbox.asMailProgram('INBOX', (program) => program.messageFlagsAdd('2', ['\\Deleted']));
      clock.set('2026-11-22T09:00:00Z');
      await mailbox.look();
      await mailbox.look();
      expect(await mailbox.folders()).toEqual({ ...rest, [path]: ['mine'] });
    },
    30_000,
  );

  it('that somebody has taken away is not looked for', async () => {
    const mailbox = await ArchivedMailbox.on(here, service);
    await mailbox.doneUntil('2026-11-15T00:00Z');
    await mailbox.processed('2026-11-16T10:00Z', ['here', 'gone']);
    await mailbox.asMailProgram('INBOX', (program) => program.messageDelete({ subject: 'gone' }));
    clock.set('2026-11-22T09:00:00Z');
    await mailbox.look();
    expect(await mailbox.folders()).toEqual({ INBOX: [], 'Archive/2026-W47': ['here'] });
    expect(await mailbox.runs()).toMatchObject([{ mails: 1, missing: 1 }]);
  });

  it('moves in batches where there are 5,000', async () => {
    const mailbox = await ArchivedMailbox.on(here, service);
    await mailbox.doneUntil('2026-11-15T00:00Z');
    await mailbox.processed('2026-11-16T10:00Z', numbered(5_000));
    clock.set('2026-11-22T09:00:00Z');
    let commands = 0;
    mailbox.onSaid((said) => (commands += said.match(/UID MOVE/g)?.length ?? 0));
    await mailbox.look();
    const { INBOX, ['Archive/2026-W47']: archived } = await mailbox.folders();
    expect([INBOX!.length, new Set(archived).size, archived!.length, commands]).toEqual([0, 5_000, 5_000, 25]);
  });
});

/** A reply that waits for its owner since 16 November; returns its id. */
async function held(mailbox: ArchivedMailbox, subject: string): Promise<string> {
  const [id, at] = [randomUUID(), '2026-11-16T10:00Z'];
  await mailbox.processed(at, [subject], { id, outcome: 'hold' });
  const { replyKey } = await service.announced();
  await until(async () => (await service.db.query(`SELECT 1 FROM sent_mail WHERE reply_key = $1`, [replyKey]))[0]);
  await service.db.query(
    `INSERT INTO held_reply (id, inbound_mail_id, reply_id, reply_key, text, confidence, because, state, received_at, held_at)
     VALUES ($1, $1, $1, $2, '', 1, '', 'held', $3, $3)`,
    [id, replyKey, at],
  );
  return id;
}

describe('mail that is not processed', () => {
  it.each<[string, object]>([
    ['that is not decided yet', { state: 'stored', outcome: null, decided_at: null, seen_at: null }],
    ['that waits', { state: 'waiting', outcome: 'wait' }],
    ['that is not marked as seen by us', { seen_at: null }],
    ['that nobody could read', { outcome: 'unreadable' }],
    ['that is too large', { outcome: 'too-large', is_whole: false }],
    ['of which not all was fetched', { outcome: 'reject', is_whole: false }],
    ['of a mailbox that was built anew since', { uid_validity_changes: true }],
  ])(
    '%s stays in INBOX',
    async (_name, row) => {
      const mailbox = await ArchivedMailbox.on(here, service);
      await mailbox.doneUntil('2026-11-15T00:00Z');
      const { uid_validity_changes: isAnew, ...columns } = row as Record<string, unknown>;
      await mailbox.processed('2026-11-16T10:00Z', ['a mail'], columns);
      if (isAnew)
        await service.db.query(`UPDATE inbound_mail SET uid_validity = uid_validity - 1 WHERE mailbox = $1`, [
          mailbox.key,
        ]);
      clock.set('2026-11-22T09:00:00Z');
      await mailbox.look();
      expect(await mailbox.folders()).toEqual({ INBOX: ['a mail'] });
    },
    30_000,
  );

  it('is a held reply until its owner has decided, or cannot any more', async () => {
    const mailbox = await ArchivedMailbox.on(here, service);
    await mailbox.doneUntil('2026-11-15T00:00Z');
    const id = await held(mailbox, 'held');
    await held(mailbox, 'forgotten');
    clock.set('2026-11-22T09:00:00Z');
    await mailbox.look();
    expect((await mailbox.folders())['INBOX']).toHaveLength(2);
    await service.db.query(`UPDATE held_reply SET state = 'posted' WHERE id = $1`, [id]);
    await mailbox.look();
    expect((await mailbox.folders())['INBOX']).toHaveLength(2);
    clock.set('2026-11-29T09:00:00Z');
    await mailbox.look();
    expect(await mailbox.folders()).toEqual({ INBOX: ['forgotten'], 'Archive/2026-W48': ['held'] });
    clock.set('2026-12-20T09:00:00Z');
    await mailbox.look();
    expect((await mailbox.folders())['Archive/2026-W51']).toEqual(['forgotten']);
  });

  it('in the archive, because its verdict was taken back, is not removed', async () => {
    const mailbox = await ArchivedMailbox.on(here, service);
    await mailbox.doneUntil('2026-11-15T00:00Z');
    await mailbox.processed('2026-11-16T10:00Z', ['settled']);
    const open = randomUUID();
    await mailbox.processed('2026-11-16T10:00Z', ['open again'], { id: open });
    clock.set('2026-11-22T09:00:00Z');
    await mailbox.look();
    await service.db.query(`UPDATE inbound_mail SET state = 'waiting' WHERE id = $1`, [open]);
    clock.set('2026-12-22T09:00:00Z');
    await mailbox.look();
    expect(await mailbox.folders()).toMatchObject({ 'Archive/2026-W47': ['open again'] });
  });
});

describe('a reader that was frozen and has been replaced', () => {
  it('moves nothing and writes nothing', async () => {
    const mailbox = await ArchivedMailbox.on(here, service);
    await mailbox.doneUntil('2026-11-15T00:00Z');
    await mailbox.processed('2026-11-16T10:00Z', ['a mail']);
    clock.set('2026-11-22T09:00:00Z');
    await expect(mailbox.look({ epoch: 0 })).rejects.toMatchObject({ code: 'lease.lost' });
    expect(await mailbox.folders()).toEqual({ INBOX: ['a mail'] });
    expect(await mailbox.runs()).toEqual([]);
  });
});

describe('a run that the server refuses', () => {
  it('shows why, moves nothing, and is made up for when the server is mended', async () => {
    const mailbox = await ArchivedMailbox.on(here, service);
    await mailbox.doneUntil('2026-11-15T00:00Z');
    await mailbox.processed('2026-11-16T10:00Z', ['a mail']);
    clock.set('2026-11-22T09:00:00Z');
    const stop = new AbortController();
    const mend = mailbox.refuseFolders();
    const reading = mailbox.whileReading(stop);
    await until(async () => (await mailbox.runs())[0]?.['trouble'] === 'mailbox.archive_refused');
    expect(await mailbox.runs()).toMatchObject([{ week: '2026-W47', ended: false, mails: 0 }]);
    expect(await mailbox.folders()).toEqual({ INBOX: ['a mail'] });
    stop.abort();
    await reading;
    mend();
    clock.set('2026-11-24T09:00:00Z');
    await mailbox.look();
    expect(await mailbox.folders()).toEqual({ INBOX: [], 'Archive/2026-W47': ['a mail'] });
    expect(await mailbox.runs()).toMatchObject([{ week: '2026-W47', ended: true, mails: 1, trouble: null }]);
  });
});

describe('a run that is told to stop', () => {
  const MAILS = numbered(450);
  const stoppedAt = async (act: (mailbox: ArchivedMailbox) => void): Promise<ArchivedMailbox> => {
    const mailbox = await ArchivedMailbox.on(here, service);
    await mailbox.doneUntil('2026-11-15T00:00Z');
    await mailbox.processed('2026-11-16T10:00Z', MAILS);
    clock.set('2026-11-22T09:00:00Z');
    const stop = new AbortController();
    mailbox.onSaid((said) => {
      if (!said.includes('UID MOVE') || stop.signal.aborted) return;
      stop.abort();
      act(mailbox);
    });
    await mailbox.look({ stop }).catch(() => undefined);
    return mailbox;
  };

  it('finishes its batch, and goes on another time', async () => {
    const mailbox = await stoppedAt(() => undefined);
    expect((await mailbox.folders())['Archive/2026-W47']).toHaveLength(200);
    expect(await mailbox.runs()).toMatchObject([{ ended: false, mails: 200 }]);
    await mailbox.look();
    expect((await mailbox.folders())['Archive/2026-W47']).toHaveLength(450);
    expect(await mailbox.runs()).toMatchObject([{ ended: true, mails: 450 }]);
  });

  it('does not wait for a server that hangs', async () => {
    const mailbox = await stoppedAt(({ cable }) => cable.blackHole());
    mailbox.cable.heal();
    await mailbox.look();
    expect((await mailbox.folders())['Archive/2026-W47']).toHaveLength(450);
  });
});

describe('a connection that ends in the middle', () => {
  const mails = numbered(6);

  it.each([
    ['with MOVE', 'UID MOVE', {}],
    ['without MOVE', 'UID COPY', PLUS],
    ['without MOVE', 'UID STORE', PLUS],
    ['without MOVE', 'UID EXPUNGE', PLUS],
    ['without MOVE and UIDPLUS', 'UID COPY', POOR],
    ['without MOVE and UIDPLUS', 'UID STORE', POOR],
  ])(
    'neither loses nor doubles a mail on a server %s that has done %s and whose answer is lost',
    async (_name, command, options) => {
      const mailbox = await ArchivedMailbox.on(here, service, options);
      await mailbox.doneUntil('2026-11-15T00:00Z');
      await mailbox.processed('2026-11-16T10:00Z', mails);
      clock.set('2026-11-22T09:00:00Z');
      const before = JSON.stringify(await mailbox.folders());
      let isMet = false;
      mailbox.onSaid((said) => {
        if (isMet || !said.includes(command)) return;
        isMet = true;
        mailbox.cable.blackHole();
      });
      const looking = mailbox.look();
      const failing = expect(looking).rejects.toMatchObject({ code: 'mailbox.connection_lost' });
      await until(async () => isMet && JSON.stringify(await mailbox.folders()) !== before);
      if (command !== 'UID COPY' && command !== 'UID MOVE')
        await until(async () => (await mailbox.folders())['INBOX']!.every((it) => it.includes('Deleted')));
      mailbox.cable.cut();
      await failing;
      mailbox.cable.heal();
      await mailbox.look();
      const flagged = options === POOR ? mails.map((it) => `${it} \\Deleted`) : [];
      expect(await mailbox.folders()).toEqual({ INBOX: flagged, 'Archive/2026-W47': mails });
    },
    30_000,
  );

  it.each([PLUS, {}, POOR])(
    'after any command loses and doubles nothing (%j)',
    async (options) => {
      const mailbox = await ArchivedMailbox.on(here, service, options);
      clock.set('2026-11-22T09:00:00Z');
      const mails: string[] = [];
      for (let commands = 4; commands < 24; commands += 1) {
        mails.push(`after ${commands}`);
        await mailbox.doneUntil('2026-11-15T00:00Z');
        await mailbox.processed('2026-11-16T10:00Z', mails.slice(-1));
        let left = commands;
        mailbox.onSaid(() => {
          if ((left -= 1) === 0) mailbox.cable.cut();
        });
        await mailbox.look().catch(() => undefined);
        mailbox.onSaid(() => undefined);
        await mailbox.look();
        const { ['Archive/2026-W47']: archived } = await mailbox.folders();
        expect([...archived!].sort()).toEqual([...mails].sort());
        if (left > 0) break;
      }
      expect(mails.length).toBeGreaterThan(5);
    },
    60_000,
  );
});

describe('archived mail', () => {
  const archived = async (options: Parameters<typeof ArchivedMailbox.on>[2] = {}): Promise<ArchivedMailbox> => {
    const mailbox = await ArchivedMailbox.on(here, service, options);
    await mailbox.doneUntil('2026-11-15T00:00Z');
    await mailbox.processed('2026-11-16T10:00Z', ['one', 'two']);
    clock.set('2026-11-22T09:00:00Z');
    await mailbox.look();
    return mailbox;
  };
  const putsHisOwn = (mailbox: ArchivedMailbox) =>
    mailbox.asMailProgram('INBOX', (program) => program.append('Archive/2026-W47', 'Subject: his own\r\n\r\nx\r\n'));

  it.each([
    ['', {}],
    [' by a server without UIDPLUS', POOR],
  ])(
    'is removed when it has been there for 30 days, and its folder with it%s',
    async (_name, options) => {
      const mailbox = await archived(options);
      clock.set('2026-12-22T08:59:59Z');
      await mailbox.look();
      expect(await mailbox.folders()).toMatchObject({ 'Archive/2026-W47': ['one', 'two'] });
      clock.set('2026-12-22T09:00:00Z');
      await mailbox.look();
      await mailbox.look();
      expect(Object.keys(await mailbox.folders())).toEqual(['INBOX']);
      const removals = (await mailbox.runs()).filter(({ kind }) => kind === 'remove');
      expect(removals).toMatchObject([{ week: '2026-W47', ended: true, mails: 2, kept: 0 }]);
    },
    30_000,
  );

  it('is found by its size and its date where the server did not tell its UID, a second copy of it too', async () => {
    const mailbox = await archived();
    await service.db.query(`UPDATE archived_mail SET uid = NULL, uid_validity = NULL`);
    await mailbox.asMailProgram('Archive/2026-W47', (program) => program.messageCopy('1', 'Archive/2026-W47'));
    expect(await mailbox.folders()).toMatchObject({ 'Archive/2026-W47': ['one', 'one', 'two'] });
    await putsHisOwn(mailbox);
    clock.set('2026-12-22T09:00:00Z');
    await mailbox.look();
    expect(await mailbox.folders()).toMatchObject({ 'Archive/2026-W47': ['his own'] });
  });

  it('waits to be removed where the server cannot open its folder just now', async () => {
    const mailbox = await archived();
    clock.set('2026-12-22T09:00:00Z');
    const mend = mailbox.shut('Archive/2026-W47');
    await expect(mailbox.look()).rejects.toMatchObject({
      code: 'mailbox.archive_refused',
      details: { step: 'select' },
    });
    mend();
    await mailbox.look();
    expect(Object.keys(await mailbox.folders())).toEqual(['INBOX']);
    expect(await mailbox.runs()).toContainEqual(expect.objectContaining({ kind: 'remove', mails: 2, missing: 0 }));
  });

  it('is removed although the server can neither open the folder of an older week nor make one for a new one', async () => {
    const mailbox = await archived();
    await mailbox.processed('2026-11-24T10:00Z', ['three']);
    clock.set('2026-11-29T09:00:00Z');
    await mailbox.look();
    await mailbox.processed('2027-01-12T10:00Z', ['four']);
    clock.set('2027-01-17T09:00:00Z');
    const mends = [mailbox.shut('Archive/2026-W47'), mailbox.refuseFolders()];
    await expect(mailbox.look()).rejects.toMatchObject({ code: 'mailbox.archive_refused' });
    for (const mend of mends) mend();
    expect(await mailbox.folders()).toEqual({
      INBOX: ['four'],
      'Archive/2026-W47': ['one', 'two'],
      'Archive/2026-W48': [],
    });
  });

  it('leaves no folder for good that the server would not remove, nor one that somebody has put his own into', async () => {
    const mailbox = await archived();
    for (const [week, at, now] of [
      ['three', '2026-11-24T10:00Z', '2026-11-29T09:00:00Z'],
      ['four', '2026-12-01T10:00Z', '2026-12-06T09:00:00Z'],
    ] as const) {
      await mailbox.processed(at, [week]);
      clock.set(now);
      await mailbox.look();
    }
    const mend = mailbox.refuseFolders();
    clock.set('2026-12-22T09:00:00Z');
    await mailbox.look();
    mend();
    expect(await mailbox.folders()).toMatchObject({ 'Archive/2026-W47': [] });
    await mailbox.asMailProgram('INBOX', (program) =>
      program.append('Archive/2026-W48', 'Subject: his own\r\n\r\nx\r\n'),
    );
    for (const now of ['2026-12-30T09:00:00Z', '2027-01-06T09:00:00Z']) {
      clock.set(now);
      await mailbox.look();
    }
    expect(await mailbox.folders()).toEqual({ INBOX: [], 'Archive/2026-W48': ['his own'] });
  });

  it('is removed after as many days as are configured', async () => {
    const mailbox = await archived({ archive: { retentionDays: 1 } });
    clock.set('2026-11-23T09:00:00Z');
    await mailbox.look();
    expect(Object.keys(await mailbox.folders())).toEqual(['INBOX']);
  });

  it.each([
    ['is removed', {}, ['his own']],
    ['is flagged where single mails cannot be removed', POOR, ['his own', 'one \\Deleted', 'two \\Deleted']],
  ])(
    '%s, and what somebody else has put beside it stays, with the folder',
    async (_name, options, left) => {
      const mailbox = await archived(options);
      await putsHisOwn(mailbox);
      clock.set('2026-12-22T09:00:00Z');
      await mailbox.look();
      expect((await mailbox.folders())['Archive/2026-W47']).toEqual(left);
      expect(await mailbox.runs()).toContainEqual(expect.objectContaining({ kind: 'remove', kept: 1 }));
    },
    30_000,
  );

  it('stays, with what somebody else puts beside it while a server without UIDPLUS is about to remove the folder', async () => {
    const mailbox = await archived(POOR);
    clock.set('2026-12-22T09:00:00Z');
    let fetches = 0;
    mailbox.onSaid((said) => {
      // After the first listing was asked for, in a session that does not see it any more.
      if (/FETCH/.test(said) && (fetches += 1) === 1) mailbox.drop('Archive/2026-W47', 'his own');
    });
    await mailbox.look();
    expect((await mailbox.folders())['Archive/2026-W47']).toEqual(['his own', 'one \\Deleted', 'two \\Deleted']);
  });

  it('leaves a folder that somebody else has made, and all that was in it', async () => {
    const mailbox = await ArchivedMailbox.on(here, service);
    await mailbox.asMailProgram('INBOX', (program) => program.mailboxCreate('Archive/2026-W47'));
    await mailbox.doneUntil('2026-11-15T00:00Z');
    await mailbox.processed('2026-11-16T10:00Z', ['one']);
    clock.set('2026-11-22T09:00:00Z');
    await mailbox.look();
    clock.set('2026-12-22T09:00:00Z');
    await mailbox.look();
    expect(await mailbox.folders()).toMatchObject({ 'Archive/2026-W47': [] });
  });

  it('stays for good where the archive is switched off', async () => {
    const mailbox = await archived();
    delete (mailbox.settings as { archive?: unknown }).archive;
    clock.set('2027-12-22T09:00:00Z');
    await mailbox.look();
    expect(await mailbox.folders()).toMatchObject({ 'Archive/2026-W47': ['one', 'two'] });
  });
});

describe('a mailbox of Microsoft', () => {
  it.each(['microsoft-exchange', 'microsoft-graph'])(
    'of kind %s is never archived',
    async (kind) => {
      const mailbox = await ArchivedMailbox.on(here, service);
      await mailbox.doneUntil('2026-11-15T00:00Z');
      await mailbox.processed('2026-11-16T10:00Z', ['a mail']);
      Object.assign(mailbox.settings, { kind });
      clock.set('2027-11-22T09:00:00Z');
      const said: string[] = [];
      mailbox.onSaid((it) => void said.push(it));
      await mailbox.look();
      expect([said, await mailbox.folders()]).toEqual([[], { INBOX: ['a mail'] }]);
    },
    30_000,
  );
});
