import { randomUUID } from 'node:crypto';
import type {
  Attachment,
  AttachmentItem,
  FileAttachment,
  MailFolder,
  Message,
  UploadSession,
  User,
} from '@microsoft/microsoft-graph-types';
import { Inbox } from './inbox.js';
import { Subscriptions } from './subscriptions.js';
import { Uploads, type AttachedByGraph } from './uploads.js';

/** One mail that left, as it left: in MIME, or as JSON in the words of Graph. */
interface SentByGraph {
  readonly mailbox: string;
  readonly from: string;
  readonly messageId: string;
  readonly mime: string;
  /** What came beside the message. */
  readonly attachments: readonly AttachedByGraph[];
}

interface Draft {
  readonly mime: string;
  readonly attachments: AttachedByGraph[];
  from: string;
}

export type WellKnownFolder = 'sentitems' | 'drafts' | 'outbox';

/** The mailboxes of a tenant, and what was sent through them. */
export class Mailboxes {
  readonly sent: SentByGraph[] = [];
  /** `mailbox>from`: who may send as whom beside himself. */
  readonly sendAs = new Set<string>();
  /** Whether Exchange puts its own Message-ID into what is sent. */
  isRewritingMessageIds = false;
  /** Whether what was sent still stands in the Outbox: `sendMail` answers before it is sent. */
  isSlow = false;
  readonly uploads = new Uploads();
  readonly subscriptions = new Subscriptions();
  private readonly drafts = new Map<string, Draft>();
  private readonly inboxes = new Map<string, Inbox>();

  constructor(private readonly addresses: readonly string[]) {}

  has(mailbox: string): boolean {
    return this.addresses.includes(mailbox.toLowerCase());
  }

  user(mailbox: string): User {
    return { id: randomUUID(), userPrincipalName: mailbox, mail: mailbox, displayName: mailbox };
  }

  /** What came in for this mailbox. */
  inboxOf(mailbox: string): Inbox {
    const address = mailbox.toLowerCase();
    const inbox = this.inboxes.get(address) ?? new Inbox();
    this.inboxes.set(address, inbox);
    return inbox;
  }

  inbox(): MailFolder {
    return { id: randomUUID(), displayName: 'Inbox', totalItemCount: 3, unreadItemCount: 1 };
  }

  /** A MIME message is sent from the mailbox, whatever its From says. */
  sendMime(mailbox: string, mime: string): void {
    this.sent.push({ mailbox, from: mailbox, messageId: this.idOf(mime), mime, attachments: [] });
  }

  /** A message in the words of Graph. `false`: the mailbox may not send as its From. */
  sendMessage(mailbox: string, { from, internetMessageId, ...message }: Message): boolean {
    const address = from?.emailAddress?.address ?? mailbox;
    if (address !== mailbox && !this.sendAs.has(`${mailbox}>${address}`)) return false;
    const messageId = internetMessageId?.replace(/^<|>$/g, '') ?? '';
    const attachments = (message.attachments ?? []).map(fileOf);
    this.sent.push({ mailbox, from: address, messageId, mime: JSON.stringify(message), attachments });
    return true;
  }

  draft(mailbox: string, mime: string): Message {
    const id = `draft-${this.drafts.size + 1}`;
    this.drafts.set(id, { mime, from: mailbox, attachments: [] });
    return { id, isDraft: true, internetMessageId: `<${this.idOf(mime)}>` };
  }

  patch(id: string, { from }: Message): Message | undefined {
    const draft = this.drafts.get(id);
    if (!draft) return undefined;
    draft.from = from?.emailAddress?.address ?? draft.from;
    return { id, isDraft: true };
  }

  /** `undefined`: there is no such draft. */
  attach(id: string, file: FileAttachment): Attachment | undefined {
    const draft = this.drafts.get(id);
    if (!draft) return undefined;
    const attached = fileOf(file);
    draft.attachments.push(attached);
    return { id: randomUUID(), name: attached.name, contentType: attached.contentType, size: attached.bytes.length };
  }

  /** `undefined`: there is no such draft. */
  beginUpload(id: string, item: AttachmentItem, url: string): UploadSession | undefined {
    const draft = this.drafts.get(id);
    return draft && this.uploads.begin(item, url, (file) => void draft.attachments.push(file));
  }

  delete(id: string): boolean {
    return this.drafts.delete(id);
  }

  /** Answers the code of Graph for a draft that is not there, or that goes out as somebody else without permission. */
  send(mailbox: string, id: string): 'ErrorItemNotFound' | 'ErrorSendAsDenied' | undefined {
    const draft = this.drafts.get(id);
    if (!draft) return 'ErrorItemNotFound';
    if (draft.from !== mailbox && !this.sendAs.has(`${mailbox}>${draft.from}`)) return 'ErrorSendAsDenied';
    this.drafts.delete(id);
    const { from, mime, attachments } = draft;
    this.sent.push({ mailbox, from, messageId: this.idOf(mime), mime, attachments });
    return undefined;
  }

  /** What a folder has with this Message-ID. */
  find(mailbox: string, folder: WellKnownFolder, messageId: string): Message[] {
    const ids = folder === 'drafts' ? this.draftsWith(messageId) : this.sentWith(mailbox, folder, messageId);
    return ids.map((id) => ({ id, internetMessageId: `<${messageId}>` }));
  }

  private draftsWith(messageId: string): string[] {
    return [...this.drafts].filter(([, { mime }]) => this.idOf(mime) === messageId).map(([id]) => id);
  }

  private sentWith(mailbox: string, folder: WellKnownFolder, messageId: string): string[] {
    if (this.isSlow !== (folder === 'outbox')) return [];
    const all = this.sent.map((mail, at) => ({ ...mail, id: `sent-${at + 1}` }));
    return all.filter((it) => it.mailbox === mailbox && it.messageId === messageId).map(({ id }) => id);
  }

  get draftCount(): number {
    return this.drafts.size;
  }

  private idOf(mime: string): string {
    if (this.isRewritingMessageIds) return `rewritten-${this.sent.length + 1}@outlook.test`;
    return /^Message-ID:\s*<([^>]+)>/im.exec(mime)?.[1] ?? '';
  }
}

function fileOf({ name, contentType, contentBytes }: FileAttachment): AttachedByGraph {
  return { name: name ?? '', contentType: contentType ?? '', bytes: Buffer.from(String(contentBytes), 'base64') };
}
