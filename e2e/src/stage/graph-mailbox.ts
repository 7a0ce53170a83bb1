import { randomUUID } from 'node:crypto';
import { startMicrosoft, type FakeMicrosoft } from '@replyline/local-servers';
import type { SeenMail } from '@replyline/tools';
import type { Stage } from './stage.js';

const ADDRESS = 'replies@contoso.test';

/** An application and a mailbox of a tenant. */
export interface GraphTenant {
  readonly fake: FakeMicrosoft;
  /** Has the stage read its replies there. */
  use(stage: Stage): Promise<void>;
  /** The mail as a client of alice would have written it. */
  answer(mail: SeenMail, from: string, text: string): string;
}

export async function startGraphTenant(): Promise<GraphTenant> {
  const roles = ['Mail.Read', 'Mail.ReadBasic', 'Mail.ReadBasic.All', 'Mail.ReadWrite', 'Mail.Send'];
  const app = { tenantId: 'contoso.test', clientId: randomUUID(), clientSecret: 'right', roles };
  const fake = await startMicrosoft({ apps: [app], mailboxes: [ADDRESS] });
  const { tenantId, clientId, clientSecret } = app;
  const settings = {
    ...{ kind: 'microsoft-graph', enabled: true, tenantId, clientId, clientSecret, replyToAddress: ADDRESS },
    ...{ pollIntervalSeconds: 10, senderProof: { kind: 'trust-from' } },
  };
  return {
    fake,
    answer: (mail, from, text) => answerTo(mail, { from, text }),
    async use(stage) {
      const admin = stage.api('config', 'admin');
      const saved = await admin.request('GET', '/v1/reply-mailbox');
      const headers = { 'if-match': saved.headers.get('etag') ?? '' };
      const answer = await admin.request('PUT', '/v1/reply-mailbox', settings, headers);
      if (!answer.ok) throw new Error(`reply mailbox: ${answer.status} ${await answer.text()}`);
    },
  };
}

const answerTo = (mail: SeenMail, { from, text }: { from: string; text: string }): string =>
  [
    `From: ${from}`,
    `To: ${ADDRESS}`,
    `Subject: Re: ${mail.subject}`,
    `Date: ${new Date().toUTCString()}`,
    `Message-ID: <${randomUUID()}@client.example.test>`,
    `In-Reply-To: ${mail.messageId}`,
    `References: ${[...mail.references, mail.messageId].join(' ')}`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
    `On Fri, 20 Nov 2026 at 11:00, ${mail.from} wrote:`,
    ...mail.text.split('\n').map((line) => `> ${line}`),
    '',
  ].join('\r\n');
