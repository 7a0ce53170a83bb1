import type { NotificationKind, NotificationRequest } from '@replyline/contracts';
import type { Purpose } from '@replyline/intent';
import type { Block, Composition } from './blocks.js';
import { rejectionReasonInWords } from './rejection-reasons.js';

/** What a template needs beyond the variables of its kind. */
export interface Occasion {
  readonly purpose: Purpose;
  /** The page that shows a held reply to its owner. */
  readonly reviewUrl: (heldReplyId: string) => string;
}

type RequestOf<K extends NotificationKind> = Extract<NotificationRequest, { kind: K }>;
type Template<K extends NotificationKind> = (variables: RequestOf<K>['variables'], occasion: Occasion) => Composition;

const footer = (text: string): Block => ({ kind: 'footer', text });
const CANNOT_BE_ANSWERED = footer('This mail cannot be answered: a reply to it is not posted.');

const mention: Template<'mention'> = ({ actorName, conversationName, postText }, { purpose }) => {
  const subject = `${actorName} mentioned you in ${conversationName}`;
  const said: Block[] = [
    { kind: 'lead', text: `${subject}:` },
    { kind: 'words', text: postText },
  ];
  if (purpose === 'no-reply') return { subject, blocks: [...said, CANNOT_BE_ANSWERED] };
  return {
    subject,
    blocks: [{ kind: 'prompt' }, ...said, footer('Your reply to this mail is posted in the conversation.')],
  };
};

const assignment: Template<'assignment'> = ({ actorName, conversationName }) => ({
  subject: `${actorName} assigned you to this Conversation`,
  blocks: [
    { kind: 'lead', text: `${actorName} assigned you to the conversation ${conversationName}.` },
    CANNOT_BE_ANSWERED,
  ],
});

const replyRejected: Template<'reply-rejected'> = ({ reason, conversationName, replyText }) => ({
  subject: `Your reply${to(conversationName)} was not posted`,
  blocks: [
    { kind: 'lead', text: `Your reply${to(conversationName)} was not posted. ${rejectionReasonInWords(reason)}` },
    ...(replyText.trim()
      ? ([
          { kind: 'lead', text: 'This is what you wrote:' },
          { kind: 'words', text: replyText },
        ] as const)
      : []),
    CANNOT_BE_ANSWERED,
  ],
});

const replyHeld: Template<'reply-held'> = ({ heldReplyId, conversationName }, { reviewUrl }) => ({
  subject: `Did you write this reply${to(conversationName)}?`,
  blocks: [
    {
      kind: 'lead',
      text: `A reply${to(conversationName)} came in under your name, but it is not certain that you wrote it, so it was not posted.`,
    },
    { kind: 'link', label: 'Read it and post it here, if it is yours', url: reviewUrl(heldReplyId) },
    footer('If you did not write it, do nothing. This mail cannot be answered.'),
  ],
});

const report = ({ title, text }: RequestOf<'system-health' | 'job-status'>['variables']): Composition => ({
  subject: title,
  blocks: [{ kind: 'lead', text: title }, { kind: 'words', text }, CANNOT_BE_ANSWERED],
});

const freeMail: Template<'free-mail'> = ({ subject, text }) => ({ subject, blocks: [{ kind: 'words', text }] });

const to = (conversationName: string | undefined): string => (conversationName ? ` to ${conversationName}` : '');

/** One more kind of mail is one template and one line here. */
const TEMPLATES: { readonly [K in NotificationKind]: Template<K> } = {
  mention,
  assignment,
  'reply-rejected': replyRejected,
  'reply-held': replyHeld,
  'system-health': report,
  'job-status': report,
  'free-mail': freeMail,
};

export const compose = ({ kind, variables }: NotificationRequest, occasion: Occasion): Composition =>
  // Kind and variables come from one request; TypeScript cannot follow that through the lookup.
  (TEMPLATES[kind] as (variables: NotificationRequest['variables'], occasion: Occasion) => Composition)(
    variables,
    occasion,
  );
