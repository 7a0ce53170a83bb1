import { randomUUID } from 'node:crypto';
import { jetstream } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { NotificationRequestedV1 } from '@replyline/contracts';
import { until } from '@replyline/local-servers';
import {
  loginsOf,
  Mailbox,
  QUOTING,
  REPLIES,
  startStack,
  type Login,
  type SeenMail,
  type Stack,
} from '@replyline/tools';
import MailComposer from 'nodemailer/lib/mail-composer/index.js';
import pg from 'pg';
import { imap } from './imap.js';

/** So that nobody answers one conversation more often than a person would. */
const CONVERSATIONS = 100;

export interface FullInbox {
  readonly stack: Stack;
  /** Of inbound-reply. */
  readonly db: pg.Client;
  readonly login: Login;
  stop(): Promise<void>;
}

/** The reply mailbox, in Dovecot, with that many answers of a person to mail that was really sent; and nobody who reads it. */
export async function fillInbox(dir: string, mails: number): Promise<FullInbox> {
  const stack = await startStack({ dir });
  const db = new pg.Client({ connectionString: stack.backends.database('inbound-reply') });
  await db.connect();
  const login = { ...stack.mail.imap, user: REPLIES, password: loginsOf(stack.secrets)['replies']! };
  const sent = await sentMails(stack);
  await until(async () => (await countOf(db, 'sent_mail')) >= CONVERSATIONS, { what: 'the projection of sent mail' });
  for (const name of ['conversation', 'outbound-mail', 'config', 'inbound-reply'] as const)
    await stack.service(name).stop();
  await append(login, mails, (number) => answerTo(sent[number % sent.length]!, stack.people.alice.email));
  const stop = async (): Promise<void> => {
    await db.end();
    await stack.stop();
  };
  return { stack, db, login, stop };
}

export async function countOf(db: pg.Client, table: string): Promise<number> {
  const { rows } = await db.query<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`);
  return rows[0]!.count;
}

async function sentMails({ backends, mail, people }: Stack): Promise<readonly SeenMail[]> {
  const nats = await connect({ servers: backends.natsUrl });
  for (let number = 0; number < CONVERSATIONS; number += 1) {
    const event = NotificationRequestedV1.make(mention(people.alice.id, number), { source: '/services/conversation' });
    await jetstream(nats).publish(NotificationRequestedV1.subjectOf(event), JSON.stringify(event));
  }
  await nats.close();
  const mailbox = await Mailbox.open({ ...mail.imap, user: people.alice.email, password: people.alice.password });
  try {
    await until(async () => (await mailbox.all()).length >= CONVERSATIONS, {
      deadlineMs: 60_000,
      what: 'mail to answer',
    });
    return await mailbox.all();
  } finally {
    await mailbox.close();
  }
}

const mention = (userId: string, number: number) => ({
  kind: 'mention' as const,
  lane: 'normal' as const,
  recipients: [{ userId }],
  threadId: randomUUID(),
  replyTo: { conversationId: randomUUID(), postId: randomUUID() },
  variables: {
    actorName: 'Bob',
    conversationName: `Migration plan ${number}`,
    postText: 'Can you look at this before noon?\nIt is about the plan for next week, and it will not take long.',
  },
});

/** As Gmail writes it: two forms, the mail that is answered below. */
function answerTo(mail: SeenMail, from: string): Promise<Buffer> {
  const answer = {
    from: `Alice <${from}>`,
    to: mail.replyTo ?? mail.from,
    subject: `Re: ${mail.subject}`,
    messageId: `<${randomUUID()}@example.test>`,
    inReplyTo: mail.messageId,
    references: [...mail.references, mail.messageId],
    ...QUOTING.gmail('Friday works for me.\n\nI will book the window for 18:00.', mail, new Date()),
  };
  return new MailComposer(answer).compile().build();
}

async function append(login: Login, mails: number, compose: (number: number) => Promise<Buffer>): Promise<void> {
  const client = imap(login);
  await client.connect();
  for (let number = 0; number < mails; number += 1) await client.append('INBOX', await compose(number));
  await client.logout();
}
