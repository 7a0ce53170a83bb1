import { Failure } from '@replyline/errors';
import type { ImapFlow } from 'imapflow';
import { givenMessageId } from '../given-message-id.js';
import { withClient, type ImapEndpoint } from '../imap/imap-client.js';
import { within } from '../patience.js';
import type { MailProvider, SentMail, Whereabouts } from '../provider.js';
import { inWordsOfSending } from './imap.js';

/** A folder of a mailbox that a server may file into what it is given by SMTP (RFC 6154 §2, `\Sent`). */
export interface SentFolder {
  readonly mailbox: ImapEndpoint;
  readonly timeoutSeconds: number;
}

/** Where servers that give a mail another Message-ID keep the one that it came with. */
const FIELDS = ['Message-ID', 'X-Microsoft-Original-Message-ID', 'X-Google-Original-Message-ID'] as const;

/** The provider, and what its server keeps. Some servers file only what a mail client puts there, so it is never complete. */
export const filing = (provider: MailProvider, { mailbox, timeoutSeconds }: SentFolder): MailProvider => ({
  send: (mail, handOver, signal) => provider.send(mail, handOver, signal),
  close: () => provider.close(),
  sentMail: sentMailIn(mailbox, timeoutSeconds),
});

const sentMailIn = (mailbox: ImapEndpoint, timeoutSeconds: number): SentMail => ({
  isComplete: false,
  async find(messageId, signal) {
    const ends = within(signal, timeoutSeconds * 1_000);
    try {
      return await withClient(mailbox, (client) => until(ends, client, () => find(client, messageId)));
    } catch (error) {
      if (ends.aborted && !signal.aborted) throw new Failure('provider.timeout', AT, { cause: error });
      throw inWordsOfSending(error, AT);
    }
  },
});

const AT = { step: 'sent-folder' } as const;

/** Reads, and changes nothing. */
async function find(client: ImapFlow, messageId: string): Promise<Whereabouts> {
  await client.connect();
  const folder = (await client.list()).find(({ specialUse }) => specialUse === '\\Sent');
  if (!folder) throw new Failure('provider.sent_folder_missing', AT);
  await client.mailboxOpen(folder.path, { readOnly: true });
  const or = FIELDS.map((field) => ({ header: { [field]: `<${messageId}>` } }));
  const uid = found(await client.search({ or }, { uid: true }))[0];
  if (uid === undefined) return { in: 'nowhere' };
  const message = await client.fetchOne(String(uid), { envelope: true }, { uid: true });
  const given = message ? givenMessageId(message.envelope?.messageId) : undefined;
  const isReplaced = given !== undefined && given !== messageId;
  return { in: 'sent', itemId: String(uid), ...(isReplaced && { providerMessageId: given }) };
}

/** imapflow answers on a dead connection with `false` instead of an error. */
function found(uids: number[] | false | undefined): number[] {
  if (!uids) throw new Failure('provider.unavailable', AT);
  return uids;
}

async function until<T>(ends: AbortSignal, client: ImapFlow, work: () => Promise<T>): Promise<T> {
  const giveUp = () => client.close();
  ends.addEventListener('abort', giveUp, { once: true });
  try {
    if (ends.aborted) throw new Failure('provider.unavailable', AT);
    return await work();
  } finally {
    ends.removeEventListener('abort', giveUp);
    client.close();
  }
}
