import type { TestReport } from '@replyline/contracts';
import { Failure } from '@replyline/errors';
import { z } from 'zod';
import type { MicrosoftAccess } from './access.js';
import { GraphClient } from './graph-client.js';
import { appRefused, checkRoles, runSteps } from './steps.js';

const READ = { needed: 'Mail.ReadWrite', wanted: ['Mail.Read', 'Mail.ReadBasic', 'Mail.ReadBasic.All', 'Mail.Send'] };

const inbox = z.object({ totalItemCount: z.int(), unreadItemCount: z.int() });

/** Opens the mailbox the way a reader would and says how far it came. Reads and changes nothing. */
export function tryGraphMailbox(access: MicrosoftAccess, end: AbortSignal): Promise<TestReport> {
  const graph = new GraphClient(access);
  const token = () => graph.tokens.get({ signal: end });
  return runSteps([
    {
      name: 'token',
      run: async () => (await token(), { outcome: 'ok', seen: `for the application ${access.clientId}` }),
      advice: ({ code }) => (code === 'provider.app_refused' ? { seen: appRefused(access) } : undefined),
    },
    { name: 'permissions', run: async () => checkRoles(await token(), READ) },
    {
      name: 'mailbox',
      run: async () => {
        const path = '/mailFolders/inbox?$select=id,totalItemCount,unreadItemCount';
        const found = inbox.safeParse(await graph.ask({ method: 'GET', path, signal: end }));
        if (!found.success) throw new Failure('provider.protocol_error');
        const { totalItemCount, unreadItemCount } = found.data;
        return { outcome: 'ok', seen: `${totalItemCount} messages in the inbox, ${unreadItemCount} of them unread` };
      },
    },
  ]);
}
