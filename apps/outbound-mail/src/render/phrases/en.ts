import { LIFETIME_DAYS } from '@replyline/intent';
import type { Phrases } from './phrases.js';

export const en: Phrases = {
  direction: 'ltr',
  cannotBeAnswered: 'This mail cannot be answered: a reply to it is not posted.',
  unsubscribe: 'Unsubscribe here',
  mention: {
    subject: (actor, conversation) => `${actor} mentioned you in ${conversation}`,
    lead: (actor, conversation) => `${actor} mentioned you in ${conversation}:`,
    isPosted: 'Your reply to this mail is posted in the conversation.',
  },
  assignment: {
    subject: (actor) => `${actor} assigned you to this Conversation`,
    lead: (actor, conversation) => `${actor} assigned you to the conversation ${conversation}.`,
  },
  replyRejected: {
    subject: (conversation) => `Your reply${to(conversation)} was not posted`,
    lead: (conversation) => `Your reply${to(conversation)} was not posted.`,
    youWrote: 'This is what you wrote:',
    reasons: {
      'no-reply':
        'The mail that you answered is one that cannot be answered. Only mail with the line about replying above it can.',
      expired: `The mail that you answered is more than ${LIFETIME_DAYS} days old. Please write in the conversation itself.`,
      empty: 'No text of yours was found in it. Please write above the quoted mail.',
      encrypted:
        'It is encrypted, and it cannot be read here. Please send it again without encryption, or write in the conversation itself.',
      'too-long': 'It is too long. Please shorten it, or write in the conversation itself.',
      'too-large': 'The mail is too large. Please leave attachments away.',
      'unknown-mail': 'The mail that you answered is not known any more. Please write in the conversation itself.',
      not_a_member: 'You are not a member of the conversation any more.',
      conversation_gone: 'The conversation does not exist any more.',
    },
    otherwise: 'It could not be accepted.',
  },
  replyHeld: {
    subject: (conversation) => `Did you write this reply${to(conversation)}?`,
    lead: (conversation) =>
      `A reply${to(conversation)} came in under your name, but it is not certain that you wrote it, so it was not posted.`,
    link: 'Read it and post it here, if it is yours',
    ifNotYours: 'If you did not write it, do nothing.',
  },
  event: {
    link: 'See it here',
    subscribed: (topic) => `You get this mail because you subscribe to ${topic}.`,
  },
  exportCompleted: {
    subject: (name) => `Your export ${name} is ready`,
    lead: (name) => `The data that you exported as ${name} are ready.`,
    link: 'Download them here',
    until: (moment) => `The link works until ${moment}.`,
  },
  scheduledQuery: {
    succeeded: {
      subject: (name) => `Scheduled query ${name} succeeded`,
      lead: (name) => `The scheduled query ${name} has succeeded.`,
    },
    failed: {
      subject: (name) => `Scheduled query ${name} failed`,
      lead: (name) => `The scheduled query ${name} has failed.`,
    },
    ranAt: (moment) => `It ran on ${moment}.`,
    link: 'Open the query here',
    owner: 'You get this mail because you own the query.',
  },
  password: {
    greeting: (name) => `Hello ${name},`,
    oneTime: { subject: 'Your one-time password', lead: 'This is your one-time password:' },
    choose: {
      subject: 'Choose your password',
      lead: 'You can choose your password under this link. It is for you alone.',
      link: 'Choose a password here',
    },
    until: (moment) => `It works until ${moment}.`,
    keepIt: 'Do not pass it on. If you did not expect this mail, tell your admin.',
  },
  reminder: {
    subject: (title) => `Reminder: ${title}`,
    due: (moment) => `Due on ${moment}`,
    link: 'Open it here',
  },
  unsubscribePage: {
    ask: {
      title: 'Unsubscribe?',
      about: (topic) => `You get mail about ${topic}.`,
      yes: 'Yes, send me no more of it',
      others: 'Mail about other things is not affected.',
    },
    gone: { title: 'You are unsubscribed', about: (topic) => `You get no more mail about ${topic}.`, undo: 'Undo' },
    back: { title: 'You are subscribed', about: (topic) => `You get mail about ${topic} again.` },
    incomplete: {
      title: 'This link is not complete',
      text: 'Mail programs sometimes cut long links. Open the mail again, copy the whole link, to its very end, and paste it into the address bar.',
      unchanged: 'Nothing was changed.',
    },
    later: { title: 'Not now', text: 'Something that this page needs does not answer. Try again in a few minutes.' },
  },
  testMail: {
    subject: 'Test mail from Replyline',
    lead: 'This is a test mail: the sending profile works.',
    ifSpam: 'If it lies in the spam folder, ask who runs the mail server to allow its sender.',
  },
};

function to(conversation: string | undefined): string {
  return conversation === undefined ? '' : ` to ${conversation}`;
}
