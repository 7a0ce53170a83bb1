import type { AttachmentItem, FileAttachment, Message } from '@microsoft/microsoft-graph-types';
import type { Entra } from './entra.js';
import { USUAL_PAGE } from './inbox.js';
import type { Mailboxes, WellKnownFolder } from './mailboxes.js';
import type { Wanted } from './subscriptions.js';
import type { MicrosoftStep } from './script.js';

export interface GraphAnswer {
  readonly status: number;
  readonly body?: unknown;
  /** Instead of JSON. */
  readonly mime?: Buffer;
  readonly retryAfterSeconds?: number;
}

interface GraphQuestion {
  readonly method: string;
  readonly path: string;
  readonly step: MicrosoftStep | undefined;
  readonly mailbox: string | undefined;
  /** OData's `$filter`. */
  readonly filter: string | undefined;
  readonly query: URLSearchParams;
  /** RFC 7240. */
  readonly prefer: string;
  readonly body: string;
  readonly bytes: Buffer;
  /** RFC 9110 §14.4. */
  readonly range: string | undefined;
  readonly authorization: string | undefined;
  /** Of the fake itself. */
  readonly url: string;
}

/** More is refused, whatever is asked. */
const MOST_BYTES = 4 * 1024 ** 2;
/** From here on a file comes in pieces, and below it must not. */
const LARGE_BYTES = 3 * 1024 ** 2;

/** Any one of these lets an application do it. */
const NEEDS: Partial<Record<MicrosoftStep, readonly string[]>> = {
  user: ['User.Read.All'],
  inbox: ['Mail.Read', 'Mail.ReadWrite', 'Mail.ReadBasic.All'],
  find: ['Mail.Read', 'Mail.ReadWrite', 'Mail.ReadBasic.All'],
  sendMail: ['Mail.Send'],
  send: ['Mail.Send'],
  draft: ['Mail.ReadWrite'],
  patch: ['Mail.ReadWrite'],
  delta: ['Mail.Read', 'Mail.ReadWrite', 'Mail.ReadBasic.All'],
  value: ['Mail.Read', 'Mail.ReadWrite'],
  message: ['Mail.Read', 'Mail.ReadBasic', 'Mail.ReadWrite'],
  delete: ['Mail.ReadWrite'],
  attach: ['Mail.ReadWrite'],
  uploadSession: ['Mail.ReadWrite'],
};

/** OData's envelope of an error. */
export const graphError = (status: number, code: string): GraphAnswer => ({
  status,
  body: { error: { code, message: 'as the fake has it', innerError: { date: '2026-01-01T00:00:00' } } },
});

/** In the order in which Graph asks: who, what, whose mailbox, and only then the message. */
export function graphAnswer(
  question: GraphQuestion,
  entra: Entra,
  mailboxes: Mailboxes,
): GraphAnswer | Promise<GraphAnswer> {
  const { step, mailbox, authorization } = question;
  if (step === 'upload') return uploaded(question, mailboxes);
  const app = entra.appOf(authorization);
  if (!app) return graphError(401, 'InvalidAuthenticationToken');
  if (step === 'subscribe') return mailboxes.subscriptions.subscribe(JSON.parse(question.body) as Wanted, mailboxes);
  if (step === 'renew') return mailboxes.subscriptions.renew(question.path.split('/').at(-1)!);
  if (step === undefined || mailbox === undefined) return graphError(404, 'ResourceNotFound');
  if (NEEDS[step] && !NEEDS[step].some((role) => app.roles.includes(role))) return graphError(403, 'ErrorAccessDenied');
  if (!mailboxes.has(mailbox))
    return graphError(404, step === 'user' ? 'Request_ResourceNotFound' : 'ErrorInvalidUser');
  if (question.bytes.length > MOST_BYTES) return graphError(413, 'RequestEntityTooLarge');
  return perform({ ...question, step, mailbox }, mailboxes);
}

type Performed = GraphQuestion & { readonly step: MicrosoftStep; readonly mailbox: string };

function perform(question: Performed, mailboxes: Mailboxes): GraphAnswer {
  const { step, mailbox, path, filter, body, url } = question;
  const id = /\/messages\/([^/]+)/.exec(path)?.[1] ?? '';
  switch (step) {
    case 'user':
      return { status: 200, body: mailboxes.user(mailbox) };
    case 'inbox':
      return { status: 200, body: mailboxes.inbox() };
    case 'find': {
      const folder = path.split('/').at(-2) as WellKnownFolder;
      const messageId = FILTER.exec(filter ?? '')?.[1]?.replaceAll("''", "'");
      if (messageId === undefined) return graphError(400, 'ErrorInvalidUrlQueryFilter');
      return { status: 200, body: { value: mailboxes.find(mailbox, folder, messageId) } };
    }
    case 'sendMail':
      return body.startsWith('{') ? sendJson(mailbox, body, mailboxes) : sendMime(mailbox, body, mailboxes);
    case 'draft':
      return { status: 201, body: mailboxes.draft(mailbox, mimeIn(body)) };
    case 'patch':
      return found(
        mailboxes.inboxOf(mailbox).patch(id, JSON.parse(body) as Message) ??
          mailboxes.patch(id, JSON.parse(body) as Message),
      );
    case 'delta':
      return changes(question, mailboxes);
    case 'value': {
      const mime = mailboxes.inboxOf(mailbox).mimeOf(id);
      return mime ? { status: 200, mime } : graphError(404, 'ErrorItemNotFound');
    }
    case 'message':
      return mailboxes.inboxOf(mailbox).mimeOf(id)
        ? { status: 200, body: { id } }
        : graphError(404, 'ErrorItemNotFound');
    case 'attach':
      return attached(id, JSON.parse(body) as FileAttachment, mailboxes);
    case 'uploadSession': {
      const { AttachmentItem: item } = JSON.parse(body) as { AttachmentItem: AttachmentItem };
      if (item.size! < LARGE_BYTES) return graphError(400, 'ErrorAttachmentSizeShouldNotBeLessThanMinimumSize');
      return found(mailboxes.beginUpload(id, item, url), 201);
    }
    case 'delete':
      return mailboxes.delete(id) ? { status: 204 } : graphError(404, 'ErrorItemNotFound');
    default: {
      const refused = mailboxes.send(mailbox, id);
      if (!refused) return { status: 202 };
      return graphError(refused === 'ErrorSendAsDenied' ? 403 : 404, refused);
    }
  }
}

function changes({ mailbox, path, query, prefer, url }: Performed, mailboxes: Mailboxes): GraphAnswer {
  const page = mailboxes.inboxOf(mailbox).delta({
    place: `${url}/graph/v1.0${path}`,
    query,
    isImmutable: /IdType="ImmutableId"/i.test(prefer),
    pageSize: Number(/odata\.maxpagesize=(\d+)/.exec(prefer)?.[1] ?? USUAL_PAGE),
  });
  return page ? { status: 200, body: page } : graphError(410, 'SyncStateNotFound');
}

function uploaded({ path, range, bytes, authorization }: GraphQuestion, { uploads }: Mailboxes): GraphAnswer {
  const { status, body } = uploads.put(path.split('/').at(-1)!, {
    range,
    bytes,
    hasToken: authorization !== undefined,
  });
  return status < 300 ? { status, body } : graphError(status, 'ErrorUpload');
}

function attached(id: string, file: FileAttachment, mailboxes: Mailboxes): GraphAnswer {
  const size = Buffer.byteLength(String(file.contentBytes), 'base64');
  return size < LARGE_BYTES ? found(mailboxes.attach(id, file), 201) : graphError(413, 'RequestEntityTooLarge');
}

function sendMime(mailbox: string, body: string, mailboxes: Mailboxes): GraphAnswer {
  mailboxes.sendMime(mailbox, mimeIn(body));
  return { status: 202 };
}

function sendJson(mailbox: string, body: string, mailboxes: Mailboxes): GraphAnswer {
  const { message } = JSON.parse(body) as { message: Message };
  return mailboxes.sendMessage(mailbox, message) ? { status: 202 } : graphError(403, 'ErrorSendAsDenied');
}

/** The one filter that is understood. */
const FILTER = /^internetMessageId eq '<(.+)>'$/;

const found = (body: object | undefined, status = 200): GraphAnswer =>
  body ? { status, body } : graphError(404, 'ErrorItemNotFound');

const mimeIn = (base64: string): string => Buffer.from(base64, 'base64').toString('latin1');
