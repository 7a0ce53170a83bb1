import { randomUUID } from 'node:crypto';
import { startMicrosoft, type FakeMicrosoft, type Inbox } from '@replyline/local-servers';
import type { SeenMail } from '@replyline/tools';
import type { Stage } from './stage.js';
import { writtenAnswer } from './written-answer.js';

const ADDRESS = 'replies@contoso.test';

/** An application and a mailbox of a tenant. */
export interface GraphTenant {
  readonly fake: FakeMicrosoft;
  readonly inbox: Inbox;
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
    inbox: fake.mailboxes.inboxOf(ADDRESS),
    answer: (mail, from, text) => writtenAnswer(mail, { from, to: ADDRESS, text }),
    async use(stage) {
      const admin = stage.api('config', 'admin');
      const saved = await admin.request('GET', '/v1/reply-mailbox');
      const headers = { 'if-match': saved.headers.get('etag') ?? '' };
      const answer = await admin.request('PUT', '/v1/reply-mailbox', settings, headers);
      if (!answer.ok) throw new Error(`reply mailbox: ${answer.status} ${await answer.text()}`);
    },
  };
}
