import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { deliverByLmtp, makeTemporaryFolder, startScriptedSmtp, until } from '@replyline/local-servers';
import { ApiClient, REPLIES, startMailServers, startStack, type MailServers, type Stack } from '@replyline/tools';
import { ImapFlow } from 'imapflow';
import { createTransport } from 'nodemailer';
import type { Figure } from './figures.js';

const WARM_UP = 10;
const MENTIONS = 200;
const REPLIES_SENT = 60;
const TOKEN_ADDRESS = /replies\+[a-z2-7]{40}@example\.test/;

/** How long the main job takes, each half compared with the least that any program needs for it. */
export async function latency(): Promise<Figure[]> {
  const dir = makeTemporaryFolder();
  const accepted: number[] = [];
  const smtp = await startScriptedSmtp({
    dir: join(dir, 'smtp'),
    script: ({ step }) => {
      if (step === 'message') accepted.push(performance.now());
      return undefined;
    },
  });
  const mailServers = async (folder: string, secrets: Parameters<typeof startMailServers>[1]): Promise<MailServers> => {
    const servers = await startMailServers(folder, secrets);
    return { ...servers, sending: { host: '127.0.0.1', port: smtp.port, encryption: 'none' } };
  };
  const stack = await startStack({ dir: join(dir, 'stack'), mailServers });
  try {
    const bench = { stack, accepted, messages: () => smtp.messages(), smtpPort: smtp.port };
    return [await outbound(bench), await inbound(bench)];
  } finally {
    await stack.stop();
    await smtp.stop();
    rmSync(dir, { recursive: true, force: true });
  }
}

interface Bench {
  readonly stack: Stack;
  readonly accepted: readonly number[];
  readonly messages: () => readonly string[];
  readonly smtpPort: number;
}

async function conversation({ stack }: Bench, name: string): Promise<{ id: string; api: ApiClient }> {
  const api = new ApiClient(stack.service('conversation').url, stack.people.bob.token);
  const { id } = await api.post<{ id: string }>('/v1/conversations', { name, members: [stack.people.alice.id] });
  return { id, api };
}

/** From the 201 of the post to the 250 of the SMTP server. */
async function outbound(bench: Bench): Promise<Figure> {
  const { id, api } = await conversation(bench, 'Latency');
  const samples: number[] = [];
  for (let index = 0; index < WARM_UP + MENTIONS; index += 1) {
    const before = bench.accepted.length;
    await api.post(`/v1/conversations/${id}/posts`, { text: `@alice number ${index}` });
    const began = performance.now();
    await until(() => bench.accepted.length > before, { deadlineMs: 10_000, everyMs: 1, what: 'the mail' });
    if (index >= WARM_UP) samples.push(Math.max(0, bench.accepted[before]! - began));
  }
  const against = { name: 'a bare nodemailer pool', samples: await barePool(bench) };
  return { name: 'post with a mention accepted → 250 from the SMTP server', samples, unit: 'ms', goal: 60, against };
}

async function barePool({ smtpPort, accepted }: Bench): Promise<number[]> {
  const transport = createTransport({ pool: true, host: '127.0.0.1', port: smtpPort, secure: false, ignoreTLS: true });
  const samples: number[] = [];
  for (let index = 0; index < WARM_UP + MENTIONS; index += 1) {
    const before = accepted.length;
    const began = performance.now();
    await transport.sendMail({ from: 'a@example.test', to: 'b@example.test', subject: 'x', text: 'x' });
    if (index >= WARM_UP) samples.push(accepted[before]! - began);
  }
  transport.close();
  return samples;
}

/** From the 250 of Dovecot's LMTP to the post over HTTP. */
async function inbound(bench: Bench): Promise<Figure> {
  const { id, api } = await conversation(bench, 'Replies');
  const seen = bench.messages().length;
  await api.post(`/v1/conversations/${id}/posts`, { text: '@alice answer me' });
  await until(() => bench.messages().length > seen, { deadlineMs: 10_000, everyMs: 5, what: 'the mail' });
  const to = TOKEN_ADDRESS.exec(bench.messages()[seen]!)?.[0];
  if (!to) throw new Error('the mail has no reply address');
  const idle = await idleWatch(bench);
  const samples: number[] = [];
  const bare: number[] = [];
  for (let index = 0; index < REPLIES_SENT; index += 1) {
    const noticed = idle.next();
    const began = await deliver(bench, to, index);
    await until(() => isPosted(api, id, index), { deadlineMs: 20_000, everyMs: 5, what: 'the post' });
    samples.push(performance.now() - began);
    bare.push((await noticed) - began);
  }
  await idle.close();
  const against = { name: "Dovecot's own IDLE notice to a bare client", samples: bare };
  return { name: 'mail delivered to the mailbox → post readable over HTTP', samples, unit: 'ms', goal: 800, against };
}

async function deliver({ stack }: Bench, to: string, index: number): Promise<number> {
  const { email } = stack.people.alice;
  const head = [`From: ${email}`, `To: ${to}`, `Message-ID: <bench-${index}@example.test>`, 'Subject: Re: Replies'];
  const message = Buffer.from(`${head.join('\r\n')}\r\n\r\nAnswer number ${index}.\r\n`);
  const port = stack.mail.lmtpPort;
  await deliverByLmtp({ port, reversePath: email, forwardPaths: [REPLIES], message });
  return performance.now();
}

async function isPosted(api: ApiClient, id: string, index: number): Promise<boolean> {
  const { items } = await api.get<{ items: { text: string }[] }>(
    `/v1/conversations/${id}/posts?after=${index}&limit=5`,
  );
  return items.some(({ text }) => text === `Answer number ${index}.`);
}

/** When Dovecot tells a client that does nothing but wait. */
async function idleWatch({ stack }: Bench): Promise<{ next(): Promise<number>; close(): Promise<void> }> {
  const auth = { user: REPLIES, pass: stack.secrets.repliesPassword };
  const client = new ImapFlow({ ...stack.mail.imap, secure: false, doSTARTTLS: false, auth, logger: false });
  client.on('error', () => undefined);
  await client.connect();
  await client.mailboxOpen('INBOX');
  void client.idle();
  return {
    next: () => new Promise((resolve) => client.once('exists', () => resolve(performance.now()))),
    close: () => client.logout(),
  };
}
