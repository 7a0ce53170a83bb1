import { Failure } from '@replyline/errors';
import type { ImapFlow } from 'imapflow';
import { folderName, folderPath } from './folder-path.js';
import { leave, requireUsable, withLogin, type ImapEndpoint } from './imap-client.js';
import { translated } from './imap-failure.js';
import type { Folder, Left, MailboxArchive, Moved } from './mailbox-archive.js';
import { uidSet } from './uid-set.js';

/** Opens a mailbox to archive its mail; `signal` gives up. Rejects with a `mailbox.*` Failure. */
export function connectImapArchive(endpoint: ImapEndpoint, signal?: AbortSignal): Promise<MailboxArchive> {
  return withLogin(endpoint, signal, async (client) => {
    if (client.namespace && !client.enabled.has('UTF8=ACCEPT'))
      client.namespace.prefix = folderName(client.namespace.prefix);
    const { uidValidity } = await client.mailboxOpen('INBOX');
    return new ImapArchive(client, Number(uidValidity));
  });
}

const BY_UID = { uid: true } as const;

class ImapArchive implements MailboxArchive {
  constructor(
    private readonly client: ImapFlow,
    readonly uidValidity: number,
  ) {}

  get canRemove(): boolean {
    return this.can('UIDPLUS');
  }

  present(uids: readonly number[]): Promise<number[]> {
    return translated(async () => {
      await this.select('INBOX');
      const found = await this.client.search({ uid: uidSet(uids) }, BY_UID);
      return this.answered(found, 'search');
    });
  }

  ensureFolder(names: readonly string[]): Promise<{ path: string; isNew: boolean }> {
    return translated(async () => {
      const paths = this.pathsOf(names);
      for (const path of paths) if (await this.exists(path)) return { path, isNew: false };
      for (const path of paths) if (await this.create(path)) return { path, isNew: true };
      // Some servers want the outer folder first.
      for (const outer of this.pathsOf(names.slice(0, -1))) if (await this.create(outer)) break;
      for (const path of paths) if (await this.create(path)) return { path, isNew: true };
      throw new Failure('mailbox.archive_refused', { step: 'create' });
    });
  }

  list(path: string): Promise<Folder | undefined> {
    return translated(async () => {
      if (!(await this.exists(path))) return undefined;
      // A folder that was open already may hold more by now than its session was told.
      await this.client.noop();
      const { uidValidity, exists } = this.selected();
      const rows =
        exists === 0 ? [] : await this.client.fetchAll('1:*', { uid: true, size: true, internalDate: true }, BY_UID);
      requireUsable(this.client);
      const mails = rows.map(({ uid, size = 0, internalDate = 0 }) => ({
        uid,
        sizeBytes: size,
        receivedAt: new Date(internalDate),
      }));
      return { uidValidity: Number(uidValidity), mails };
    });
  }

  move(uids: readonly number[], path: string): Promise<Moved> {
    return translated(async () => {
      await this.select('INBOX');
      if (this.can('MOVE'))
        return {
          left: 'gone',
          ...told(this.answered(await this.client.messageMove(uidSet(uids), path, BY_UID), 'move')),
        };
      const copied = this.answered(await this.client.messageCopy(uidSet(uids), path, BY_UID), 'copy');
      return { left: await this.expunge(uids), ...told(copied) };
    });
  }

  takeOut(uids: readonly number[]): Promise<Left> {
    return this.remove('INBOX', uids);
  }

  remove(path: string, uids: readonly number[]): Promise<Left> {
    return translated(async () => {
      await this.select(path);
      return this.expunge(uids);
    });
  }

  removeFolder(path: string): Promise<boolean> {
    return translated(async () => {
      // The client would send CLOSE to leave the folder, which expunges; opening another one leaves it as well.
      await this.client.mailboxOpen('INBOX', { readOnly: true });
      const isRemoved = await this.client.mailboxDelete(path).then(() => true, isRefused);
      // The client subscribed to it when it was made, and a subscription outlives its folder (RFC 9051 §6.3.9): people
      // would see it for ever.
      if (isRemoved) await this.client.mailboxUnsubscribe(path);
      return isRemoved;
    });
  }

  close(): Promise<void> {
    return leave(this.client);
  }

  /** In the selected folder. imapflow's `messageDelete` expunges all that is flagged where the server has no UIDPLUS. */
  private async expunge(uids: readonly number[]): Promise<Left> {
    if (this.canRemove) {
      this.answered(await this.client.messageDelete(uidSet(uids), BY_UID), 'expunge');
      return 'gone';
    }
    this.answered(await this.client.messageFlagsAdd(uidSet(uids), ['\\Deleted'], BY_UID), 'store');
    return 'flagged';
  }

  /** Where the server says that folders go; one that has all of them in INBOX may not say so. */
  private pathsOf(names: readonly string[]): string[] {
    const { prefix = '', delimiter } = this.client.namespace ?? {};
    const path = folderPath(names, { prefix, delimiter });
    return prefix === '' && delimiter ? [path, `INBOX${delimiter}${path}`] : [path];
  }

  private create(path: string): Promise<boolean> {
    return this.client.mailboxCreate(path).then(({ created }) => created, isRefused);
  }

  private exists(path: string): Promise<boolean> {
    return this.select(path).then(
      () => true,
      (error: unknown) => this.unlessThere(path, error),
    );
  }

  /** `false` where there is no such folder, or only its name. One that is there and cannot be opened is not gone. */
  private async unlessThere(path: string, error: unknown): Promise<false> {
    const { responseStatus, serverResponseCode, mailboxMissing } = error as Unopened;
    if (mailboxMissing || serverResponseCode === 'NONEXISTENT') return false;
    if (responseStatus !== 'NO') throw error;
    const listed = (await this.client.list()).find((folder) => folder.path === path);
    if ([...(listed?.flags ?? [])].some((attribute) => NOSELECT.test(attribute))) return false;
    throw new Failure('mailbox.archive_refused', { step: 'select' }, { cause: error });
  }

  private async select(path: string): Promise<void> {
    const { mailbox } = this.client;
    if (!mailbox || mailbox.path !== path || mailbox.readOnly) await this.client.mailboxOpen(path);
  }

  private selected() {
    if (!this.client.mailbox) throw Object.assign(new Error('nothing is selected'), { code: 'NoConnection' });
    return this.client.mailbox;
  }

  /** IMAP4rev2 has both built in (RFC 9051, appendix E). */
  private can(capability: 'MOVE' | 'UIDPLUS'): boolean {
    return this.client.capabilities.has(capability) || this.client.enabled.has('IMAP4REV2');
  }

  /** imapflow answers with `false` where the server refuses, and where the connection is gone. */
  private answered<T>(answer: T | false | undefined, step: string): T {
    requireUsable(this.client);
    if (answer === false || answer === undefined) throw new Failure('mailbox.archive_refused', { step });
    return answer;
  }
}

/** `false` where the server said no; anything else that went wrong is thrown. */
function isRefused(error: unknown): false {
  if ((error as { responseStatus?: string }).responseStatus === 'NO') return false;
  throw error;
}

/** Attributes are spelled in any case (RFC 9051 §9). */
const NOSELECT = /^\\noselect$/i;

interface Unopened {
  readonly responseStatus?: string;
  readonly serverResponseCode?: string;
  /** The client has asked with LIST, and there is none. */
  readonly mailboxMissing?: boolean;
}

const told = ({
  uidValidity,
  uidMap,
}: {
  uidValidity?: bigint | undefined;
  uidMap?: Map<number, number> | undefined;
}) => (uidValidity !== undefined && uidMap ? { uidValidity: Number(uidValidity), uids: uidMap } : {});
