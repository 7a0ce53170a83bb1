import { startDovecot, startTcpProxy, deliverByLmtp, type DovecotOptions } from '@replyline/local-servers';
import { world } from '@replyline/testing';
import { ImapFlow } from 'imapflow';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { folderName } from './folder-path.js';
import { connectImapArchive } from './imap-archive.js';
import type { MailboxArchive } from './mailbox-archive.js';

const here = world();
const WEEK = ['Archive', '2026-W47'];

interface Server {
  readonly archive: MailboxArchive;
  readonly program: ImapFlow;
  /** What the archive said so far. */
  said(): string;
  deliver(subject: string): Promise<void>;
}

async function aServer(name: string, options: Partial<DovecotOptions>): Promise<Server> {
  const users = { alice: 'wonder' };
  const dir = `${here.folder()}/${name}`;
  const { ports, stop } = await startDovecot({ dir, domain: 'example.test', users, isForgetful: true, ...options });
  here.onEnd(stop);
  let said = '';
  const cable = await startTcpProxy({ targetPort: ports.imap, admits: (it) => ((said += it.toString()), true) });
  here.onEnd(() => cable.stop());
  const user = 'alice@example.test';
  const archive = await connectImapArchive({
    host: '127.0.0.1',
    port: cable.port,
    encryption: 'none',
    user,
    password: 'wonder',
  });
  here.onEnd(() => archive.close());
  const program = new ImapFlow({
    host: '127.0.0.1',
    port: ports.imap,
    doSTARTTLS: false,
    auth: { user, pass: 'wonder' },
    logger: false,
  });
  await program.connect();
  if (program.namespace) program.namespace.prefix = folderName(program.namespace.prefix);
  here.onEnd(() => program.logout());
  const deliver = (subject: string) =>
    deliverByLmtp({
      port: ports.lmtp,
      reversePath: 'bob@example.test',
      forwardPaths: [user],
      message: Buffer.from(`Subject: ${subject}\r\n\r\n${subject}\r\n`),
    });
  return { archive, program, said: () => said, deliver };
}

const inFolder = async (program: ImapFlow, path: string, flags = false): Promise<string[]> => {
  const { exists } = await program.mailboxOpen(path);
  const mails = exists === 0 ? [] : await program.fetchAll('1:*', { envelope: true, flags: true });
  return mails.map((it) => `${it.envelope?.subject}${flags && it.flags?.has('\\Deleted') ? ' \\Deleted' : ''}`);
};

type Exec = (command: string, of: string[], how: { untagged: object }) => Promise<{ next(): void }>;

/** Also to folders that are gone: LSUB names them, and `list` of imapflow does not. */
async function subscribed(program: ImapFlow): Promise<string[]> {
  const paths: string[] = [];
  const LSUB = (told: { attributes: { value: string }[] }): void =>
    void paths.push(folderName(told.attributes.at(-1)!.value));
  const { exec } = program as unknown as { exec: Exec };
  (await exec.call(program, 'LSUB', ['', '*'], { untagged: { LSUB } })).next();
  return paths;
}

describe.each<[string, Partial<DovecotOptions>, string, RegExp]>([
  ['with MOVE', {}, 'Archive/2026-W47', /UID MOVE 1:2 /],
  [
    'without MOVE',
    { imapCapability: 'IMAP4rev1 NAMESPACE UIDPLUS' },
    'Archive/2026-W47',
    /UID COPY 1:2 [^]*UID STORE 1:2 [^]*UID EXPUNGE 1:2/,
  ],
  [
    'with folders under INBOX',
    { folders: { prefix: 'INBOX.', separator: '.' } },
    'INBOX.Archive.2026-W47',
    /UID MOVE 1:2 /,
  ],
  [
    'with folders under one in its own letters',
    { folders: { prefix: 'Büro & Co.', separator: '.' } },
    'Büro & Co.Archive.2026-W47',
    /UID MOVE 1:2 /,
  ],
  [
    'that says nothing of folders',
    { folders: { prefix: 'INBOX.', separator: '.' }, imapCapability: 'IMAP4rev1 UIDPLUS' },
    'INBOX.Archive.2026-W47',
    /UID COPY 1:2 /,
  ],
])('the archive of a server %s', (name, options, path, command) => {
  let server: Server;
  beforeAll(async () => {
    server = await aServer(name.replaceAll(' ', '-'), options);
    for (const subject of ['one', 'two', 'three', 'flagged']) await server.deliver(subject);
    await server.program.mailboxOpen('INBOX');
    await server.program.messageFlagsAdd('4', ['\\Deleted'], { uid: true });
  });

  it('makes the folder of a week once', async () => {
    expect(await server.archive.ensureFolder(WEEK)).toEqual({ path, isNew: true });
    expect(await server.archive.ensureFolder(WEEK)).toEqual({ path, isNew: false });
    expect(await subscribed(server.program)).toContain(path);
    expect(await server.archive.list('Archive-of-nobody')).toBeUndefined();
  });

  it('moves what is named and nothing else, and tells where it is', async () => {
    expect(await server.archive.present([1, 2, 99])).toEqual([1, 2]);
    const { left, uids, uidValidity } = await server.archive.move([1, 2], path);
    expect([left, [...uids!]]).toEqual([
      'gone',
      [
        [1, 1],
        [2, 2],
      ],
    ]);
    expect(await server.archive.list(path)).toMatchObject({ uidValidity, mails: [{ uid: 1 }, { uid: 2 }] });
    expect(server.said()).toMatch(command);
    expect(await inFolder(server.program, path)).toEqual(['one', 'two']);
    expect(await inFolder(server.program, 'INBOX')).toEqual(['three', 'flagged']);
  });

  it('keeps the date and the size of what it moves', async () => {
    const [mail] = (await server.archive.list(path))!.mails;
    expect(mail!.receivedAt.getTime()).toBeGreaterThan(Date.now() - 120_000);
    expect(mail!.sizeBytes).toBeGreaterThan(10);
  });

  it('removes what is named, then the folder', async () => {
    await server.program.mailboxOpen(path);
    await server.program.messageFlagsAdd('2', ['\\Deleted'], { uid: true });
    expect(await server.archive.remove(path, [1])).toBe('gone');
    expect(await inFolder(server.program, path)).toEqual(['two']);
    expect(await server.archive.removeFolder(path)).toBe(true);
    expect(await server.archive.removeFolder(path)).toBe(false);
    expect(await server.archive.list(path)).toBeUndefined();
  });

  it('leaves no subscription to a folder that is gone: mail programs would show it for ever', async () => {
    expect(await subscribed(server.program)).not.toContain(path);
  });

  it('is never told to expunge or close, which would remove what somebody else has flagged', async () => {
    expect(server.said()).not.toMatch(/^\S+ (EXPUNGE|CLOSE)/m);
    expect(await inFolder(server.program, 'INBOX')).toEqual(['three', 'flagged']);
  });
});

describe('a folder of the archive of which there is only the name', () => {
  it('is none, and is made', async () => {
    const { archive, program } = await aServer('nested', {});
    const path = WEEK.join('/');
    await program.mailboxCreate(`${path}/of somebody`);
    const listed = (await program.list()).find((folder) => folder.path === path);
    expect([...listed!.flags]).toContain('\\Noselect');
    expect(await archive.list(path)).toBeUndefined();
    expect(await archive.ensureFolder(WEEK)).toEqual({ path, isNew: true });
    expect(await archive.list(path)).toMatchObject({ mails: [] });
  });
});

describe('the archive of a server without MOVE and UIDPLUS', () => {
  it('gets a copy in the archive, and \\Deleted in INBOX for whoever expunges', async () => {
    const { archive, program, said, deliver } = await aServer('poor', { imapCapability: 'IMAP4rev1' });
    for (const subject of ['one', 'other']) await deliver(subject);
    const { path } = await archive.ensureFolder(WEEK);
    expect(await archive.move([1], path)).toMatchObject({ left: 'flagged' });
    expect(await inFolder(program, path)).toEqual(['one']);
    expect(await inFolder(program, 'INBOX', true)).toEqual(['one \\Deleted', 'other']);
    expect(archive.canRemove).toBe(false);
    expect(await archive.removeFolder(path)).toBe(true);
    expect(said()).not.toMatch(/EXPUNGE|CLOSE/);
  });

  it('that refuses is a failure that names the step', async () => {
    const { archive, deliver } = await aServer('refusing', {});
    await deliver('one');
    await archive.ensureFolder(WEEK);
    await expect(archive.move([1], 'Archive/nowhere')).rejects.toMatchObject({
      code: 'mailbox.archive_refused',
      details: { step: 'move' },
    });
  });
});
