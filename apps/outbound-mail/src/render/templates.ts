import type { NotificationKind, NotificationRequest } from '@replyline/contracts';
import type { Purpose } from '@replyline/intent';
import type { Block, Composition } from './blocks.js';
import { insert, oneLine, withoutOverrides } from './inserted.js';
import { PHRASES, type Phrases } from './phrases/phrases.js';
import { momentFor, type Reader } from './reader.js';
import { rejectionReasonInWords } from './rejection-reasons.js';

/** What a template needs beyond the variables of its kind. */
export interface Occasion {
  readonly purpose: Purpose;
  readonly reader: Reader;
  /** The page that shows a held reply to its owner. */
  readonly reviewUrl: (heldReplyId: string) => string;
  /** For mail that can be unsubscribed from. */
  readonly unsubscribeUrl?: string | undefined;
}

/** The same, with the phrases that the reader understands. */
interface Wording extends Occasion {
  readonly say: Phrases;
}

type VariablesOf<K extends NotificationKind> = Extract<NotificationRequest, { kind: K }>['variables'];
type Words = Omit<Composition, 'language'>;
type Template<K extends NotificationKind> = (variables: VariablesOf<K>, wording: Wording) => Words;

const lead = (text: string): Block => ({ kind: 'lead', text });
const words = (text: string) => ({ kind: 'words', text: withoutOverrides(text) }) as const;
const footer = (...sentences: string[]): Block => ({ kind: 'footer', text: sentences.join('\n') });
/** A title of somebody else's making, as a line of its own. */
const titled = (title: string): Block => ({ kind: 'title', text: insert(title) });

/** A block about something that not every mail has. */
const perhaps = <T>(value: T | undefined, block: (value: T) => Block): Block[] =>
  value === undefined ? [] : [block(value)];
const wordsIfAny = (text = ''): Block[] => (text.trim() === '' ? [] : [words(text)]);
const linkIfAny = (label: string, url: string | undefined): Block[] =>
  perhaps(url, (it) => ({ kind: 'link', label, url: oneLine(it) }));

const mention: Template<'mention'> = ({ actorName, conversationName, postText }, { purpose, say }) => {
  const [actor, conversation] = [insert(actorName), insert(conversationName)];
  const subject = say.mention.subject(actor, conversation);
  const said = [lead(say.mention.lead(actor, conversation)), words(postText)];
  if (purpose === 'no-reply') return { subject, blocks: [...said, footer(say.cannotBeAnswered)] };
  return { subject, blocks: [{ kind: 'prompt' }, ...said, footer(say.mention.isPosted)] };
};

const assignment: Template<'assignment'> = ({ actorName, conversationName }, { say }) => ({
  subject: say.assignment.subject(insert(actorName)),
  blocks: [lead(say.assignment.lead(insert(actorName), insert(conversationName))), footer(say.cannotBeAnswered)],
});

const replyRejected: Template<'reply-rejected'> = (variables, { say, reader }) => {
  const conversation = nameIfAny(variables.conversationName);
  const reason = rejectionReasonInWords(variables.reason, reader.language);
  const own = wordsIfAny(variables.replyText);
  return {
    subject: say.replyRejected.subject(conversation),
    blocks: [
      lead(`${say.replyRejected.lead(conversation)} ${reason}`),
      ...(own.length > 0 ? [lead(say.replyRejected.youWrote), ...own] : []),
      footer(say.cannotBeAnswered),
    ],
  };
};

const replyHeld: Template<'reply-held'> = ({ heldReplyId, conversationName }, { say, reviewUrl }) => ({
  subject: say.replyHeld.subject(nameIfAny(conversationName)),
  blocks: [
    lead(say.replyHeld.lead(nameIfAny(conversationName))),
    ...linkIfAny(say.replyHeld.link, reviewUrl(heldReplyId)),
    footer(say.replyHeld.ifNotYours, say.cannotBeAnswered),
  ],
});

const report = ({ title, text }: VariablesOf<'system-health' | 'job-status'>, { say }: Wording): Words => ({
  subject: oneLine(title),
  blocks: [titled(title), ...wordsIfAny(text), footer(say.cannotBeAnswered)],
});

const event: Template<'event'> = ({ topic, title, text, url }, { say }) => ({
  subject: oneLine(title),
  blocks: [
    titled(title),
    ...wordsIfAny(text),
    ...linkIfAny(say.event.link, url),
    footer(say.event.subscribed(insert(topic)), say.cannotBeAnswered),
  ],
});

const exportCompleted: Template<'export-completed'> = ({ exportName, url, expiresAt }, { say, reader }) => ({
  subject: say.exportCompleted.subject(insert(exportName)),
  blocks: [
    lead(say.exportCompleted.lead(insert(exportName))),
    ...linkIfAny(say.exportCompleted.link, url),
    ...perhaps(expiresAt, (it) => lead(say.exportCompleted.until(momentFor(it, reader)))),
    footer(say.cannotBeAnswered),
  ],
});

const scheduledQuery: Template<'scheduled-query'> = (
  variables,
  { say: { scheduledQuery: say, ...phrases }, reader },
) => {
  const { queryName, outcome, ranAt, detail, url } = variables;
  return {
    subject: say[outcome].subject(insert(queryName)),
    blocks: [
      lead(say[outcome].lead(insert(queryName))),
      ...perhaps(ranAt, (it) => lead(say.ranAt(momentFor(it, reader)))),
      ...wordsIfAny(detail),
      ...linkIfAny(say.link, url),
      footer(say.owner, phrases.cannotBeAnswered),
    ],
  };
};

const password: Template<'password'> = (variables, { say: { password: say, ...phrases }, reader }) => {
  const isOneTime = 'password' in variables;
  const { subject, lead: sentence } = isOneTime ? say.oneTime : say.choose;
  return {
    subject,
    blocks: [
      lead(say.greeting(insert(variables.displayName))),
      lead(sentence),
      ...(isOneTime
        ? [{ kind: 'code', text: variables.password } as const]
        : linkIfAny(say.choose.link, variables.url)),
      ...perhaps(variables.expiresAt, (it) => lead(say.until(momentFor(it, reader)))),
      footer(say.keepIt, phrases.cannotBeAnswered),
    ],
  };
};

const reminder: Template<'reminder'> = ({ title, text, dueAt, url }, { say, reader }) => ({
  subject: say.reminder.subject(insert(title)),
  blocks: [
    titled(title),
    ...perhaps(dueAt, (it) => lead(say.reminder.due(momentFor(it, reader)))),
    ...wordsIfAny(text),
    ...linkIfAny(say.reminder.link, url),
    footer(say.cannotBeAnswered),
  ],
});

const freeMail: Template<'free-mail'> = ({ subject, text }) => ({
  subject: oneLine(subject),
  blocks: [{ ...words(text), kind: 'body' }],
});

const nameIfAny = (name: string | undefined) => (name ? insert(name) : undefined);

/** One more kind of mail is one template and one line here. */
const TEMPLATES: { readonly [K in NotificationKind]: Template<K> } = {
  mention,
  assignment,
  'reply-rejected': replyRejected,
  'reply-held': replyHeld,
  'system-health': report,
  'job-status': report,
  event,
  'export-completed': exportCompleted,
  'scheduled-query': scheduledQuery,
  password,
  reminder,
  'free-mail': freeMail,
};

export function compose({ kind, variables }: NotificationRequest, occasion: Occasion): Composition {
  const { language } = occasion.reader;
  // Kind and variables come from one request; TypeScript cannot follow that through the lookup.
  const template = TEMPLATES[kind] as (variables: NotificationRequest['variables'], wording: Wording) => Words;
  const say = PHRASES[language];
  const { subject, blocks } = template(variables, { ...occasion, say });
  const wayOut = perhaps(occasion.unsubscribeUrl, (url): Block => ({ kind: 'way-out', label: say.unsubscribe, url }));
  return { language, subject, blocks: [...blocks, ...wayOut] };
}
