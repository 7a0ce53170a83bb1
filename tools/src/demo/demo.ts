import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ApiClient } from '../api-client.js';
import { Mailbox, type Login } from '../mail-client/mailbox.js';
import { answer } from '../mail-client/submit.js';
import { givenServers } from '../stack/backends.js';
import { ROOT } from '../stack/service-process.js';
import { startStack, type Person, type Stack } from '../stack/stack.js';
import { runCommand } from '../start/run-command.js';
import { untilAskedToStop } from '../start/until-asked-to-stop.js';
import { narrator } from './narrator.js';

interface Post {
  readonly id: string;
  readonly author: { readonly userId: string };
  readonly text: string;
}

const USAGE = `npm run demo

Plays the main job on this machine over real protocols and ends: Bob mentions Alice, she has a mail and answers it, and
her answer is a post. Takes no options but -h, --help. DATABASE_URL and NATS_URL as in
npm start -- --help; the databases are <name>_demo_config and so on, and are made anew.`;

const REPLY = 'Thursday works for me.\nI will bring the figures of the last quarter.';
const within = { deadlineMs: 30_000 };

/** The main job over real protocols: a mention becomes a mail, the answer to the mail becomes a post. */
async function play(stack: Stack, say: ReturnType<typeof narrator>): Promise<void> {
  const { alice, bob } = stack.people;
  const asBob = new ApiClient(stack.service('conversation').url, bob.token);
  const inbox = await Mailbox.open(loginAt(stack.mail.imap, alice));
  try {
    const { id } = await asBob.post<{ id: string }>('/v1/conversations', {
      name: 'Budget review',
      members: [alice.id],
    });
    await asBob.post(`/v1/conversations/${id}/posts`, { text: 'Hello @alice, does Thursday suit you for the review?' });
    say('Bob mentions Alice in the conversation "Budget review"');

    const mail = await inbox.waitFor((it) => it.subject.includes('mentioned you'), {
      ...within,
      what: 'the mail to Alice',
    });
    say(
      'Alice has the mail',
      `From: ${mail.from}\nReply-To: ${mail.replyTo}\nSubject: ${mail.subject}\n\n${mail.text}`,
    );

    await answer(loginAt(stack.mail.smtp, alice), mail, { text: REPLY, from: alice.email });
    say('Alice has answered it from her mail client', REPLY);

    const post = await waitForPost(asBob, id, alice.id);
    say('The answer is a post in the conversation, under the name of Alice', post.text);
    if (post.text !== REPLY) throw new Error('the post is not what Alice wrote');
  } finally {
    await inbox.close();
  }
}

const loginAt = (server: { host: string; port: number }, { email, password }: Person): Login => ({
  ...server,
  user: email,
  password,
});

async function waitForPost(as: ApiClient, conversationId: string, authorId: string): Promise<Post> {
  const deadline = Date.now() + within.deadlineMs;
  for (;;) {
    const { items } = await as.get<{ items: Post[] }>(`/v1/conversations/${conversationId}/posts`);
    const post = items.find((it) => it.author.userId === authorId);
    if (post) return post;
    if (Date.now() > deadline) throw new Error('the answer did not become a post in time');
    await new Promise((resume) => setTimeout(resume, 25));
  }
}

function readArguments() {
  try {
    return parseArgs({ options: { help: { type: 'boolean', short: 'h' } } }).values;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

async function main(): Promise<number> {
  if (readArguments().help) return (console.log(USAGE), 0);
  const say = narrator(Date.now());
  const { signal, stop } = untilAskedToStop();
  const given = { ...givenServers(process.env), databasePrefix: 'demo_' };
  const dir = join(ROOT, '.replyline', 'demo');
  const stack = await startStack({ dir, fresh: true, given, signal, onProgress: say });
  try {
    say('everything answers');
    await Promise.race([play(stack, say), stop]);
    signal.throwIfAborted();
  } finally {
    await stack.stop();
  }
  say('everything is stopped; "npm start" keeps it running');
  return 0;
}

await runCommand('the demo', main);
